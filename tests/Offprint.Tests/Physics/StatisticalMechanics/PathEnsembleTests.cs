using Offprint.Numerics;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Tests.Physics.StatisticalMechanics;

public class PathEnsembleTests
{
    private static readonly JumpProcess s_process = new ChannelKinetics(ChannelModel.Potassium(sites: 2),
        new Baths([0.1, 0.3], [0.2, 0.1]), 1).Process;
    private static readonly double[] s_driving = [0.5, -1, 0, 2, 0.7, 0.7];
    private static readonly double[] s_start = Start();
    private readonly PathEnsemble _paths = new(s_process, 0.02);

    private static double[] Start()
    {
        double[] law = new double[s_process.States];
        new Seed(8).Stream().FillDirichlet([.. Enumerable.Repeat(1.0, law.Length)], law);
        return law;
    }

    /// <summary>Every sequence of moves (−1 for none), with its probability under q, its charges and its states.</summary>
    private static IEnumerable<(double Weight, double[] Charges, int[] States)> AllPaths(int steps, double dt)
    {
        IEnumerable<(double Weight, double[] Charges, int[] States)> paths = Enumerable.Range(0, s_process.States)
            .Select(x => (s_start[x], Array.Empty<double>(), new[] { x }));
        for (int t = 0; t < steps; t++)
        {
            paths = paths.SelectMany(path =>
            {
                int x = path.States[^1];
                var (first, end) = s_process.MovesFrom(x);
                var next = new List<(double, double[], int[])> { (path.Weight * (1 - dt * s_process.ExitRates[x]), [.. path.Charges, 0],
                    [.. path.States, x]) };
                for (int m = first; m < end; m++)
                    next.Add((path.Weight * dt * s_process.Moves[m].Rate, [.. path.Charges, s_process.Moves[m].Charge],
                        [.. path.States, s_process.Moves[m].To]));
                return next;
            });
        }
        return paths;
    }

    [Fact]
    public void The_tilted_ensemble_equals_the_enumeration_of_all_paths()
    {
        const int steps = 4;
        double[] driving = s_driving[..steps], means = new double[steps];
        double[,] second = new double[steps, steps];
        double z = 0;
        foreach (var (weight, charges, _) in AllPaths(steps, 0.02))
        {
            double tilted = weight * Math.Exp(charges.Zip(driving, (j, l) => j * l).Sum());
            z += tilted;
            for (int t = 0; t < steps; t++)
            {
                means[t] += tilted * charges[t];
                for (int s = 0; s < steps; s++)
                    second[t, s] += tilted * charges[t] * charges[s];
            }
        }
        Assert.Equal(-Math.Log(z), _paths.ProcessFreeEnergy(driving, s_start), 1e-13);
        double[] tiltedMeans = _paths.TiltedMeans(driving, s_start);
        double[,] covariance = _paths.TiltedCovariance(driving, s_start);
        for (int t = 0; t < steps; t++)
        {
            Assert.Equal(means[t] / z, tiltedMeans[t], 1e-14);
            for (int s = 0; s < steps; s++)
                Assert.Equal(second[t, s] / z - means[t] * means[s] / (z * z), covariance[t, s], 1e-14);
        }
    }

    [Fact]
    public void Means_are_derivatives_of_the_process_free_energy()
    {
        double[] means = _paths.TiltedMeans(s_driving, s_start);
        for (int t = 0; t < s_driving.Length; t++)
            Assert.Equal(-Slope(l => _paths.ProcessFreeEnergy(l, s_start), t), means[t], 1e-10);
    }

    [Fact]
    public void The_causal_response_equals_finite_differences_and_never_anticipates()
    {
        double[,] response = _paths.CausalResponse(s_driving, s_start);
        for (int t = 0; t < s_driving.Length; t++)
        {
            int at = t;
            for (int s = 0; s < s_driving.Length; s++)
            {
                double slope = Slope(l => _paths.MeanCharges(l, s_start)[at], s);
                Assert.Equal(slope, response[t, s], 1e-10);
                if (s > t)
                    Assert.Equal(0, slope);
            }
        }
        // The tilted ensemble anticipates: the same entry is not zero there.
        Assert.True(Math.Abs(_paths.TiltedCovariance(s_driving, s_start)[1, 3]) > 1e-6);
    }

    /// <summary>Two states: p′ = p K, so that everything can be written out for two steps.</summary>
    [Fact]
    public void Two_states_and_two_steps_are_solved_by_hand()
    {
        double a = 0.1, b = 0.2, p = 0.3; // probabilities of 0 → 1 with charge 1 and 1 → 0 with charge −1; P(state 1)
        var paths = new PathEnsemble(new JumpProcess(2, [new(0, 1, a, 1), new(1, 0, b, -1)]), 1);
        double[,] response = paths.CausalResponse([0, 0], [1 - p, p]);
        Assert.Equal((1 - p) * a * (1 - a) + p * b * (1 - b), response[0, 0], 1e-16);
        // A force in step 0 raises P(1) after it by exactly R(0,0); the mean charge of step 1 is a P(0) − b P(1).
        Assert.Equal(-(a + b) * response[0, 0], response[1, 0], 1e-16);
        Assert.Equal(0, response[0, 1]);
    }

    [Fact]
    public void The_stationary_response_is_the_response_matrix_of_the_steady_state()
    {
        double[] law = s_process.Chain.Stationary.ToArray(), byLag = _paths.StationaryResponse(6);
        double[,] response = _paths.CausalResponse(new double[6], law);
        for (int t = 0; t < 6; t++)
        {
            for (int s = 0; s <= t; s++)
                Assert.Equal(byLag[t - s], response[t, s], 1e-15);
        }
        // Its sum tends to the response of the process in continuous time, linearly in dt.
        double Sum(double dt) => new PathEnsemble(s_process, dt).StationaryResponse((int)(60 / dt)).Sum() / dt - s_process.Response();
        Assert.Equal(2, Sum(0.02) / Sum(0.01), 0.1);
        Assert.InRange(Math.Abs(2 * Sum(0.005) - Sum(0.01)), 0, 1e-5);
    }

    [Fact]
    public void The_loss_is_the_divergence_from_the_reversed_step_and_adds_up_at_equilibrium()
    {
        var resting = new ChannelKinetics(ChannelModel.Potassium(sites: 2), new Baths([0.1, 0.3], [0.1, 0.3]), 0).Process;
        var paths = new PathEnsemble(resting, 0.02);
        double[] equilibrium = resting.Chain.Stationary.ToArray(), none = new double[200];
        double[][] laws = paths.Laws(none, s_start);
        var losses = paths.Losses(none, s_start);
        Assert.All(losses, loss => Assert.True(loss.Total >= -1e-15));
        Assert.Equal(Information.KullbackLeibler(s_start, equilibrium) - Information.KullbackLeibler(laws[^1], equilibrium),
            losses.Sum(l => l.Total), 1e-12);
        double[] distances = [.. laws.Select(law => Information.KullbackLeibler(law, equilibrium))];
        Assert.All(distances.Zip(distances.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.All(laws, law => Assert.Equal(1, law.Sum(), 1e-13));
    }

    [Fact]
    public void The_exponential_of_sampled_losses_has_mean_one_and_their_mean_is_exact()
    {
        double[] losses = new double[200_000];
        _paths.SampleLosses(s_driving, s_start, losses, new Seed(1).Stream());
        var (loss, exponential) = (new RunningMoments(), new RunningMoments());
        foreach (double value in losses)
        {
            loss.Add(value);
            exponential.Add(Math.Exp(-value));
        }
        // Four standard errors, false alarm 6·10⁻⁵ each.
        Assert.InRange(Math.Abs(exponential.Mean - 1) / exponential.StandardError, 0, 4);
        Assert.InRange(Math.Abs(loss.Mean - _paths.Losses(s_driving, s_start).Sum(l => l.Total)) / loss.StandardError, 0, 4);
        double[] again = new double[100];
        _paths.SampleLosses(s_driving, s_start, again, new Seed(1).Stream());
        Assert.Equal(losses[..100], again);
    }

    [Fact]
    public void Steps_that_are_too_long_and_moves_without_reverse_are_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => new PathEnsemble(s_process, 0.5));
        Assert.Contains("not in (0, 0.0", e.Message);
        var oneWay = new PathEnsemble(new JumpProcess(2, [new(0, 1, 1, 1)]), 0.1);
        Assert.Contains("no reverse", Assert.Throws<InvalidOperationException>(() => oneWay.Losses([0], [1, 0])).Message);
        Assert.Contains("2 entries", Assert.Throws<ArgumentException>(() => _paths.MeanCharges([0], [0.5, 0.5])).Message);
    }

    private static double Slope(Func<double[], double> function, int step)
    {
        double At(double shift) => function([.. s_driving.Select((l, t) => t == step ? l + shift : l)]);
        double h = 0.02;
        return (8 * (At(h) - At(-h)) - (At(2 * h) - At(-2 * h))) / (12 * h);
    }
}
