using Offprint.Numerics;

namespace Offprint.Tests.Numerics;

public class SdeIntegratorTests
{
    private static readonly SdeDrift s_decay = (_, x, drift) =>
    {
        for (int i = 0; i < x.Length; i++)
            drift[i] = -x[i];
    };

    [Fact]
    public void Without_noise_the_methods_are_Eulers_and_Heuns()
    {
        double[] times = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];
        double[] euler = [1], heun = [1];
        var integrator = new SdeIntegrator(s_decay, [0]);
        integrator.EulerMaruyama(euler, 0, 0.05, 20, new Seed(1).Stream());
        integrator.Heun(heun, 0, 0.05, 20, new Seed(1).Stream());
        OdeField field = (t, y, d) => d[0] = -y[0];
        Assert.Equal(OdeIntegrator.Euler(field, [1], times).Y[0], euler[0], 1e-15);
        Assert.Equal(OdeIntegrator.Heun(field, [1], times).Y[0], heun[0], 1e-15);
    }

    /// <summary>A drift of time alone: each step is a quadrature rule, whose times show.</summary>
    [Fact]
    public void Drifts_are_asked_for_at_the_times_of_their_method()
    {
        double[] times = [.. Enumerable.Range(0, 6).Select(i => 0.3 + 0.1 * i)], euler = [2], heun = [2];
        var integrator = new SdeIntegrator((t, _, drift) => drift[0] = Math.Exp(t), [0]);
        integrator.EulerMaruyama(euler, 0.3, 0.1, 5, new Seed(1).Stream());
        integrator.Heun(heun, 0.3, 0.1, 5, new Seed(1).Stream());
        Assert.Equal(2 + 0.1 * times.SkipLast(1).Sum(Math.Exp), euler[0], 1e-14);
        Assert.Equal(2 + 0.1 * (times.Sum(Math.Exp) - (Math.Exp(0.3) + Math.Exp(0.8)) / 2), heun[0], 1e-14);
    }

    /// <summary>
    /// The variance after a step is linear in the variance before, so that the stationary one of each method is known: no sampling error
    /// decides.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stationary_variances_have_the_methods_weak_orders(bool heun)
    {
        const double dt = 0.4;
        int paths = 200_000;
        double[] x = new double[paths];
        var integrator = new SdeIntegrator(s_decay, [.. Enumerable.Repeat(Math.Sqrt(2), paths)]);
        var random = new Seed(5).Stream();
        if (heun)
            integrator.Heun(x, 0, dt, 30, random);
        else
            integrator.EulerMaruyama(x, 0, dt, 30, random);
        // Factor per step a, noise factor b: V = b² 2dt/(1 − a²).
        double a = heun ? 1 - dt + dt * dt / 2 : 1 - dt, b = heun ? 1 - dt / 2 : 1;
        double expected = b * b * 2 * dt / (1 - a * a), measured = x.Sum(v => v * v) / paths;
        // False alarm at five standard errors: 6·10⁻⁷.
        Assert.InRange(measured / expected - 1, -5 * Math.Sqrt(2.0 / paths), 5 * Math.Sqrt(2.0 / paths));
        Assert.InRange(Math.Abs(expected - 1), 0, heun ? dt * dt : dt);
    }

    [Fact]
    public void The_observer_sees_both_ends_of_every_step()
    {
        double[] x = [0, 1];
        var seen = new List<double>();
        double last = 0;
        new SdeIntegrator(s_decay, [1, 0]).EulerMaruyama(x, 2, 0.1, 5, new Seed(2).Stream(), (step, t, before, after) =>
        {
            Assert.Equal(2 + step * 0.1, t, 1e-15);
            Assert.Equal(last, before[0]);
            last = after[0];
            seen.Add(after[1]);
        });
        Assert.Equal(last, x[0]);
        Assert.Equal([.. Enumerable.Range(1, 5).Select(i => Math.Pow(0.9, i))], seen.ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Steps_allocate_nothing_and_repeat()
    {
        double[] first = new double[100], second = new double[100];
        var integrator = new SdeIntegrator(s_decay, [.. Enumerable.Repeat(1.0, 100)]);
        var random = new Seed(3).Stream();
        integrator.Heun(first, 0, 0.01, 10, random);
        integrator.Heun(first, 0, 0.01, 1000, random);
        double[] other = new double[100];
        Assert.Equal(0, Allocations.Least(() => integrator.Heun(other, 0, 0.01, 1000, random)));
        random = new Seed(3).Stream();
        integrator.Heun(second, 0, 0.01, 10, random);
        integrator.Heun(second, 0, 0.01, 1000, random);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_state_of_another_length_is_refused() => Assert.Contains("3 coordinates",
        Assert.Throws<ArgumentException>(() => new SdeIntegrator(s_decay, [1, 1])
            .Heun(new double[3], 0, 0.1, 1, new Seed(1).Stream())).Message);
}
