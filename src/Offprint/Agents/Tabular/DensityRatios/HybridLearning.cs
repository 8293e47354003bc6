using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Cards;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.DensityRatios;

/// <summary>
/// H2O (Amortila et al. 2024, algorithm 2): every round the offline algorithm is called on the first t offline rows of each stage and all
/// online ones, and its policy is played for an episode. Either source can be left out.
/// </summary>
/// <param name="Base">The offline algorithm.</param>
/// <param name="Offline">Whether offline rows are used.</param>
/// <param name="Online">Whether episodes are played.</param>
/// <param name="Exploration">ε, the probability of a uniform action a step.</param>
[Kind("hybrid")]
public sealed record HybridLearning(OfflineBase Base, bool Offline = true, bool Online = true, double Exploration = 0) : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => (Offline, Online) switch
    {
        (true, true) => $"H2O, {Base.Label}", (true, false) => $"offline only, {Base.Label}",
        _ => Exploration > 0 ? $"ε-greedy, {Base.Label}" : $"online only, {Base.Label}",
    };

    /// <summary>Learns.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <param name="functions">F.</param>
    /// <param name="law">ν, [H, S, A], of which each round brings a row a stage.</param>
    /// <param name="rounds">T.</param>
    /// <param name="seed">Of rows, episodes and exploration.</param>
    /// <param name="explores">Whether exploration counts: the policy that is played instead of the greedy one that is returned.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>J* − J(π_t) of each round's policy, exactly.</returns>
    /// <exception cref="ArgumentException">No source is left, ε is no probability, or ν is no law of each stage.</exception>
    public double[] Risks(TabularMdp mdp, FunctionClass functions, StateActionTable law, int rounds, Seed seed, bool explores = false,
        CancellationToken cancellation = default)
    {
        int horizon = mdp.Horizon ?? throw new ArgumentException($"{mdp.Name} has no horizon; give it one (WithHorizon).", nameof(mdp));
        if (!(Offline || Online) || !(Exploration is >= 0 and <= 1))
            throw new ArgumentException($"There is nothing to learn from, or ε = {Exploration} is no probability.", nameof(mdp));
        if (law.Stages != horizon || Math.Abs(law.Sum() - horizon) > 1e-6)
            throw new ArgumentException($"ν has {law.Stages} stages of sum {law.Sum()}; it must be a law at each of {horizon}.",
                nameof(law));
        double best = Planning.ValueIteration.Solve(mdp).Return(mdp.Initial), risk = 0;
        var data = new TransitionCounts(mdp.States, mdp.Actions, horizon);
        var simulator = new TabularSimulator(mdp, seed.Derive("environment"));
        RandomStream offline = seed.Derive("offline").Stream(), exploration = seed.Derive("exploration").Stream();
        double[] risks = new double[rounds];
        int[] previous = [];
        for (int t = 0; t < rounds; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] actions = Actions(Base.Fit(data, functions));
            if (!actions.AsSpan().SequenceEqual(previous))
            {
                int[,] table = new int[horizon, mdp.States];
                for (int i = 0; i < actions.Length; i++)
                    table[i / mdp.States, i % mdp.States] = actions[i];
                var policy = TabularPolicy.Deterministic(table, mdp.Actions);
                risk = best - PolicyEvaluation.Return(mdp, explores ? policy.Mix(TabularPolicy.Uniform(mdp), Exploration) : policy);
                previous = actions;
            }
            risks[t] = Math.Max(0, risk) is > 1e-12 and var positive ? positive : 0;
            if (Offline)
                AddRows(simulator, law, data, offline);
            if (Online)
                Play(simulator, actions, data, exploration);
        }
        return risks;
    }

    private static int[] Actions(StateActionTable values) =>
        [.. Enumerable.Range(0, values.Stages * values.States).Select(i =>
            StateActionTable.Greatest(values.Row(i % values.States, i / values.States)))];

    /// <summary>One row of each stage, as D_off grows with t.</summary>
    private static void AddRows(TabularSimulator simulator, StateActionTable law, TransitionCounts data, RandomStream random)
    {
        for (int h = 0; h < law.Stages; h++)
        {
            (int s, int a) = Math.DivRem(random.NextCategorical(law.Stage(h)), law.Actions);
            (double reward, int next) = simulator.Draw(s, a, h);
            data.Add(s, a, next, reward, h);
        }
    }

    private void Play(TabularSimulator simulator, int[] actions, TransitionCounts data, RandomStream random)
    {
        int state = simulator.Reset();
        for (int h = 0; h < data.Stages; h++)
        {
            int action = Exploration > 0 && random.NextDouble() < Exploration ? random.NextInt(data.ActionCount)
                : actions[h * data.StateCount + state];
            (double reward, int next) = simulator.Step(action);
            data.Add(state, action, next, reward, h);
            state = next;
        }
    }
}
