using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>
/// Optimism over a version space: each round plays the greedy policy of the most promising function that the rule still believes. Functions
/// are not deleted for good, for the thresholds move: one may come back.
/// </summary>
public sealed class VersionSpaceRun
{
    private readonly TabularMdp _mdp;
    private readonly StateActionTable[] _occupancies;
    private readonly int[][] _actions;
    private readonly double[] _losses, _sum, _played, _ideal;
    private readonly int[] _order;
    private readonly int _truth;

    /// <summary>Prepares a problem.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <param name="functions">F; its members' greedy policies are what can be played.</param>
    /// <exception cref="ArgumentException">The class does not fit the MDP.</exception>
    public VersionSpaceRun(TabularMdp mdp, FunctionClass functions)
    {
        int horizon = mdp.Horizon ?? throw new ArgumentException($"{mdp.Name} has no horizon; give it one (WithHorizon).", nameof(mdp));
        StateActionTable first = functions.Functions[0];
        if ((first.Stages, first.States, first.Actions) != (horizon, mdp.States, mdp.Actions))
            throw new ArgumentException($"Functions [{first.Stages}, {first.States}, {first.Actions}] for {mdp.Name}, which needs " +
                $"[{horizon}, " +
                $"{mdp.States}, {mdp.Actions}].", nameof(functions));
        _mdp = mdp;
        Functions = functions;
        Pairs = mdp.States * mdp.Actions;
        TabularPolicy[] policies = [.. functions.Functions.Select(f => f.Greedy())];
        _occupancies = [.. policies.Select(p => Occupancy.Of(mdp, p))];
        _actions = [.. policies.Select(p => Enumerable.Range(0, horizon * mdp.States).Select(i =>
            p.Mode(i % mdp.States, i / mdp.States)).ToArray())];
        Planning.PlanningSolution optimal = Planning.ValueIteration.Solve(mdp);
        double best = optimal.Return(mdp.Initial);
        _losses = [.. policies.Select(p => Math.Max(0, best - PolicyEvaluation.Return(mdp, p)) is > 1e-12 and var loss ? loss : 0)];
        Coverability = Environments.Tabular.Coverability.Of(_occupancies);
        (_sum, _played, _ideal) = (new double[horizon * Pairs], new double[horizon * Pairs], new double[horizon * Pairs]);
        for (int i = 0; i < _ideal.Length; i++) // μ* of coverability: proportional to the greatest occupancies
            _ideal[i] = _occupancies.Max(d => d.Values[i]);
        Statistics = new(functions, mdp.Initial);
        _order = [.. Enumerable.Range(0, functions.Count).OrderByDescending(f => Statistics.Promises[f])];
        _truth = Enumerable.Range(0, functions.Count).FirstOrDefault(f => Same(functions.Functions[f], optimal.ActionValues), -1);
    }

    /// <summary>F.</summary>
    public FunctionClass Functions { get; }

    /// <summary>d^π of each function's greedy policy, true ones.</summary>
    public IReadOnlyList<StateActionTable> Occupancies => _occupancies;

    /// <summary>J* − J(π_f) of each function.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>C_cov over the greedy policies of the class.</summary>
    public double Coverability { get; }

    /// <summary>The index of Q*, or −1 where the class lacks it: the theorem then promises nothing.</summary>
    public int Truth => _truth;

    internal ResidualStatistics Statistics { get; private set; }

    internal WeightClass Weights { get; private set; } = new ConstantWeights(0);

    internal int Pairs { get; }

    internal long Rounds { get; private set; }

    internal long Round { get; private set; }

    /// <summary>Plays.</summary>
    /// <param name="rule">GLOW or GOLF.</param>
    /// <param name="weights">W; of no effect for GOLF.</param>
    /// <param name="rounds">T.</param>
    /// <param name="seed">Of the episodes.</param>
    /// <param name="stop">The round after which to stop; <see langword="null"/> for T, on which constants depend.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>The run. If nothing is left in the version space, the most promising function is played.</returns>
    public OnlineRun Play(
        VersionSpaceRule rule, WeightClass weights, long rounds, Seed seed, long? stop = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        (Weights, Rounds, Statistics) = (weights, rounds, new(Functions, _mdp.Initial));
        _sum.AsSpan().Clear();
        Func<int, bool> believed = rule.Test(this);
        var simulator = new TabularSimulator(_mdp, seed);
        List<long> marks = [];
        List<double> regrets = [];
        List<PlayedChange> changes = [];
        double regret = 0;
        double[] potential = new double[Statistics.Horizon];
        long rejected = 0, mark = 1;
        long last = Math.Min(rounds, stop ?? rounds);
        for (Round = 1; Round <= last; Round++)
        {
            if ((Round & 4095) == 0)
                cancellation.ThrowIfCancellationRequested();
            int f = Believed(believed);
            rejected += _truth >= 0 && f != _truth && !believed(_truth) ? 1 : 0;
            if (changes.Count == 0 || changes[^1].Function != f)
                changes.Add(new(Round, f));
            for (int k = 0; k < rule.EpisodesPerRound; k++)
                Episode(simulator, f);
            Mix(f, potential);
            regret += rule.EpisodesPerRound * _losses[f];
            if (Round == mark || Round == last)
            {
                marks.Add(Round);
                regrets.Add(regret);
                mark = Math.Max(mark + 1, (long)(mark * 1.1));
            }
        }
        return new(marks, regrets, changes, _truth < 0 ? -1 : rejected, potential.Max());
    }

    /// <summary>The most promising function that is believed.</summary>
    private int Believed(Func<int, bool> test)
    {
        foreach (int f in _order)
        {
            if (test(f))
                return f;
        }
        return _order[0];
    }

    /// <summary>d̄ of a stage: the mean occupancy of what was played, [S·A].</summary>
    internal ReadOnlySpan<double> Played(int h) => _played.AsSpan(h * Pairs, Pairs);

    private void Episode(TabularSimulator simulator, int f)
    {
        int state = simulator.Reset();
        for (int h = 0; h < Statistics.Horizon; h++)
        {
            int action = _actions[f][h * _mdp.States + state];
            (double reward, int next) = simulator.Step(action);
            Statistics.Observe(h, state, action, reward, next);
            state = next;
        }
        Statistics.EndEpisode();
    }

    /// <summary>Adds an occupancy to the mixture and to the potential Σ_t E_{d_t}[d_t/d̃_{t+1}].</summary>
    private void Mix(int f, Span<double> potential)
    {
        ReadOnlySpan<double> own = _occupancies[f].Values;
        double scale = 1.0 / Round;
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] > 0)
            {
                _sum[i] += own[i];
                potential[i / Pairs] += own[i] * own[i] / (_sum[i] + _ideal[i]);
            }
            _played[i] = _sum[i] * scale;
        }
    }

    private static bool Same(StateActionTable f, StateActionTable g)
    {
        double greatest = 0;
        for (int i = 0; i < f.Values.Length; i++)
            greatest = Math.Max(greatest, Math.Abs(f.Values[i] - g.Values[i]));
        return greatest <= 1e-9;
    }
}
