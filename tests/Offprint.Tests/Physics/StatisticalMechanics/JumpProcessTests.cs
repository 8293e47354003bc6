using Offprint.Numerics;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Tests.Physics.StatisticalMechanics;

public class JumpProcessTests
{
    /// <summary>Two states joined by two channels of moves: a minimal engine.</summary>
    private static JumpProcess Engine() => new(2,
    [
        new(0, 1, 2, 0.5, 0), new(1, 0, 1, -0.5, 0), new(1, 0, 3, 0.5, 1), new(0, 1, 0.25, -0.5, 1),
    ]);

    [Fact]
    public void A_random_walk_has_its_drift_and_diffusion()
    {
        // A ring: +1 at rate p, −1 at rate q everywhere; J = p − q, D = p + q.
        int n = 5;
        var ring = new JumpProcess(n, Enumerable.Range(0, n).SelectMany(x =>
            new JumpMove[] { new(x, (x + 1) % n, 1.3, 1), new(x, (x + n - 1) % n, 0.4, -1) }));
        Assert.Equal(0.9, ring.Current(ring.Chain.Stationary), 1e-14);
        Assert.Equal(1.7, ring.Noise(), 1e-13);
        Assert.Equal(1.7, ring.Response(), 1e-13); // d(p e^λ − q e^{−λ})/dλ
        Assert.Equal(0.9 * Math.Log(1.3 / 0.4), ring.LossRate(ring.Chain.Stationary), 1e-13);
    }

    [Fact]
    public void Parallel_moves_keep_their_own_reverses()
    {
        var engine = Engine();
        var law = engine.Chain.Stationary;
        Assert.Equal(4 / 6.25, law[0], 1e-15);
        double flux = law[0] * 2 - law[1] * 1; // through the first channel, and back through the second
        Assert.Equal(flux, engine.Current(law), 1e-15);
        Assert.Equal(flux * Math.Log(2 * 3 / (1 * 0.25)), engine.LossRate(law), 1e-14);
        double h = 1e-3;
        double Theta(double chi) => MatrixFunctions.Leading(engine.Generator(chi)).Value;
        Assert.Equal(engine.Noise(), (Theta(h) - 2 * Theta(0) + Theta(-h)) / (h * h), 1e-6);
    }

    [Fact]
    public void A_simulated_path_agrees_with_the_steady_state()
    {
        var engine = Engine();
        var law = engine.Chain.Stationary;
        var tally = Gillespie.Run(engine, 0, new Seed(1).Stream(), maxEvents: 400_000);
        Assert.Equal(400_000, tally.Events);
        Assert.Equal(tally.Events, tally.MoveCounts.Sum());
        Assert.Equal(tally.Duration, tally.Occupation.Sum(), 1e-6 * tally.Duration);
        // Five standard errors, false alarm 6·10⁻⁷ each.
        double error = 5 * Math.Sqrt(engine.Noise() / tally.Duration);
        Assert.Equal(engine.Current(law), tally.Charge(engine) / tally.Duration, error);
        Assert.Equal(law[0], tally.Occupation[0] / tally.Duration, 0.01);
        Assert.Equal(engine.LossRate(law), tally.MediumLoss(engine) / tally.Duration, 2 * error * Math.Log(24));
    }

    [Fact]
    public void Paths_end_on_time_repeat_and_continue()
    {
        var engine = Engine();
        var tally = Gillespie.Run(engine, 0, new Seed(2).Stream(), duration: 10);
        Assert.Equal(10, tally.Duration);
        Assert.Equal(10, tally.Occupation.Sum(), 1e-12);
        Assert.Equal(tally.MoveCounts, Gillespie.Run(engine, 0, new Seed(2).Stream(), duration: 10).MoveCounts);
        // Two states: the end follows from the number of moves.
        Assert.Equal(tally.Events % 2, tally.End);
    }

    [Fact]
    public void The_loop_allocates_only_its_tally()
    {
        var engine = Engine();
        var random = new Seed(3).Stream();
        long Allocated(long events) => Allocations.Least(() => Gillespie.Run(engine, 0, random, maxEvents: events));

        Allocated(10);
        Assert.Equal(Allocated(10), Allocated(100_000));
    }

    [Fact]
    public void Bad_processes_and_paths_are_named()
    {
        Assert.Contains("0 → 3", Assert.Throws<ArgumentException>(() => new JumpProcess(2, [new(0, 3, 1)])).Message);
        Assert.Contains("the rate 0", Assert.Throws<ArgumentException>(() => new JumpProcess(2, [new(0, 1, 0)])).Message);
        var oneWay = new JumpProcess(2, [new(0, 1, 1, 1)], state => "AB"[state].ToString());
        var e = Assert.Throws<InvalidOperationException>(() =>
            oneWay.LossRate(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(2, 0.5)));
        Assert.Contains("from A to B has no reverse", e.Message);
        Assert.Contains("reducible", Assert.Throws<ReducibleChainException>(() => oneWay.Noise()).Message);
        Assert.Contains("State 1 has no moves", Assert.Throws<InvalidOperationException>(() =>
            Gillespie.Run(oneWay, 0, new Seed(1).Stream(), maxEvents: 5)).Message);
        Assert.Equal(7, Gillespie.Run(oneWay, 0, new Seed(1).Stream(), duration: 7).Duration);
        Assert.Contains("duration or a number of events", Assert.Throws<ArgumentException>(() =>
            Gillespie.Run(oneWay, 0, new Seed(1).Stream())).Message);
    }
}
