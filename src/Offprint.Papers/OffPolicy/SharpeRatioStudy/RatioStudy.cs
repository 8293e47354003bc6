using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Tabular;
using Offprint.Environments;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Learned;
using Offprint.Experiments;
using Offprint.Networks.Distributions;
using Offprint.Statistics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using static TorchSharp.torch;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>A member of the DICE family, on a log of a random MDP whose ratios are known.</summary>
/// <param name="Dice">Which, and how it is trained.</param>
/// <param name="States">S.</param>
/// <param name="Horizon">T.</param>
/// <param name="Trajectories">n.</param>
public sealed record RatioSettings(DiceOptions Dice, int States, int Horizon, int Trajectories) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Name, Dice.Adam is null ? "sgd" : "adam", Dice.Restart ? null : "no-restart");

    internal string Name => (Dice.AlphaQ, Dice.AlphaW, Dice.UseReward, Dice.LearnLambda) switch
    {
        (0, 1, true, true) => "BestDICE",
        (1, 0, false, false) => "DualDICE",
        (1, 0, false, true) => "GenDICE",
        (0, 1, true, false) => "AlgaeDICE",
        (0, 0, true, false) => "MQL",
        (0, 0, false, false) => "MWL",
        _ => "DICE",
    };
}

/// <summary>Fitted against exact ratios, over logged rows and three policies.</summary>
/// <param name="Correlation">Pearson's.</param>
/// <param name="RootMeanSquare">√mean (ρ̂ − ρ)², ρ̂ scaled to average one.</param>
/// <param name="Spread">The standard deviation of ρ, which is the error of ρ̂ = 1.</param>
public sealed record RatioResult(double Correlation, double RootMeanSquare, double Spread);

/// <summary>How near the members of the DICE family come to marginal ratios that are known.</summary>
public sealed class RatioStudy : Experiment<RatioSettings, RatioResult>
{
    private static readonly double[] s_mixes = [0.1, 0.4, 0.7];

    /// <inheritdoc/>
    public override string Name => "ratios";

    /// <inheritdoc/>
    public override string Title => "Marginal ratios of the DICE family against exact ones";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    protected override int? NetworkNumerics(RatioSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RatioSettings>> Cells(Profile profile)
    {
        int steps = profile switch { Profile.Smoke => 200, Profile.Standard => 4000, _ => 10_000 };
        DiceOptions[] all = [DiceOptions.Best, DiceOptions.Dual, DiceOptions.Gen, DiceOptions.Algae, DiceOptions.MinimaxQ,
            DiceOptions.MinimaxWeight];
        DiceOptions published = DiceOptions.Best with { Steps = steps };
        IEnumerable<DiceOptions> cells = all.Select(d => d with { Steps = steps, Adam = new(1e-3) });
        if (profile == Profile.Smoke)
            cells = cells.Take(1);
        return [.. cells.Append(published).Append(published with { Restart = false }).Select(d =>
            Cell.Of(new RatioSettings(d, 8, 10, 500), [1]))];
    }

    /// <inheritdoc/>
    public override RatioResult Run(Cell<RatioSettings> cell, RunContext context)
    {
        RatioSettings s = cell.Settings;
        TabularMdp mdp = TabularMdps.Garnet(s.States, 2, 2, context.Seeds[0].Derive("mdp")).WithHorizon(s.Horizon);
        var uniform = TabularPolicy.Uniform(mdp);
        var first = TabularPolicy.Deterministic(new int[s.States], 2);
        TabularPolicy[] targets = [.. s_mixes.Select(m => first.Mix(uniform, m))];
        TabularDataset log = TabularDataset.Collect(mdp, uniform, s.Trajectories, context.Seeds[0].Derive("log"), s.Horizon);
        using var scope = NewDisposeScope();
        using var data = new LoggedTransitions(ToOffline(log, mdp));
        using var laws = new CandidateLaws([.. targets.Select(t => new TablePolicy(t))], data);
        using Tensor fitted = MarginalRatioFit.Fit(data, laws, s.Dice, context.Seeds[0].Derive("dice"),
            share => context.Report(share, 1, s.Name), context.Cancellation);
        using Tensor scaled = (fitted / fitted.mean([1], keepdim: true)).to_type(ScalarType.Float64).contiguous();
        double[] ratios = MemoryMarshal.Cast<byte, double>(scaled.bytes).ToArray();
        double[] exact = [.. targets.SelectMany(t => Exact(mdp, t, uniform, log))];
        return new(Measured.Digits(RankCorrelation.Pearson(ratios, exact)),
            Measured.Digits(Math.Sqrt(ratios.Zip(exact, (r, e) => (r - e) * (r - e)).Average())),
            Measured.Digits(Math.Sqrt(exact.Average(e => (e - 1) * (e - 1)))));
    }

    /// <summary>The ratio of both policies' occupancies, averaged over stages, in logged rows.</summary>
    private static IEnumerable<double> Exact(TabularMdp mdp, TabularPolicy target, TabularPolicy behavior, TabularDataset log)
    {
        StateActionTable own = Occupancy.Of(mdp, target), logged = Occupancy.Of(mdp, behavior);
        int horizon = mdp.Horizon!.Value;
        double Mean(StateActionTable table, int s, int a) => Enumerable.Range(0, horizon).Sum(h => table[s, a, h]);
        return [.. Enumerable.Range(0, log.Count).Select(row =>
            Mean(own, log.States[row], log.Actions[row]) / Mean(logged, log.States[row], log.Actions[row]))];
    }

    /// <summary>States as one-hot observations.</summary>
    internal static OfflineDataset ToOffline(TabularDataset log, TabularMdp mdp)
    {
        int horizon = mdp.Horizon!.Value;
        float[] states = new float[log.Count * mdp.States];
        bool[] timeouts = new bool[log.Count];
        for (int row = 0; row < log.Count; row++)
        {
            states[row * mdp.States + log.States[row]] = 1;
            timeouts[row] = row % horizon == horizon - 1;
        }
        var spec = new EnvironmentSpec(mdp.Name, new BoxSpace(mdp.States, 0, 1), new DiscreteSpace(mdp.Actions), horizon);
        return new(spec, new(new(states, mdp.States), new([.. log.Actions.ToArray().Select(a => (float)a)]),
            new([.. log.Rewards.ToArray().Select(r => (float)r)]), new(new bool[log.Count]), new(timeouts)));
    }

    /// <summary>A tabular policy that reads one-hot observations.</summary>
    internal sealed class TablePolicy : IStochasticPolicy
    {
        private readonly float[] _logs;
        private readonly int _states, _actions;

        public TablePolicy(TabularPolicy policy)
        {
            (_states, _actions) = (policy.States, policy.Actions);
            _logs = [.. Enumerable.Range(0, _states * _actions).Select(i =>
                (float)Math.Log(policy.Probability(i / _actions, i % _actions)))];
        }

        public IActionDistribution Distribution(Tensor observations) =>
            new Categorical(observations.matmul(tensor(_logs, [_states, _actions])));

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            IActionDistribution law = Distribution(observations);
            return mode == ActMode.Explore ? law.Sample(random) : law.Mode;
        }
    }
}
