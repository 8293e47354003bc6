using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>An MDP with a function class.</summary>
/// <param name="Mdp">The MDP, with a horizon and returns in [0, 1].</param>
/// <param name="Functions">F.</param>
public sealed record ClassInstance(TabularMdp Mdp, FunctionClass Functions);

/// <summary>The instances that are compared.</summary>
public static class GlowInstances
{
    private const int A = 0, B = 1, Z = 2, End = 3;

    /// <summary>
    /// S, realizable and not complete. Contexts A and B are equally likely. In A every action leads to Z; in B arm b_k (action k − 1) pays
    /// 0.4 and c (the last) 0.4 + 0.1 s; in Z the last action pays 0.1 + 0.6 s, all others 0.1. F = {f¹ … f^K, Q*}: f^k overestimates A and
    /// b_k by e s, and believes Z's best action to be its worst.
    /// </summary>
    /// <param name="arms">K.</param>
    /// <param name="scale">s in (0, 1]: all gaps are multiplied by it.</param>
    /// <param name="overestimate">e.</param>
    /// <param name="completed">Whether T f^k is added for each k, which makes the class complete.</param>
    /// <returns>The instance; J* = 0.25 + 0.35 s, and each f^k loses 0.35 s.</returns>
    public static ClassInstance Separation(int arms, double scale = 1, double overestimate = 0.38, bool completed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(arms);
        double e = overestimate * scale;
        var builder = new TabularMdpBuilder(4, arms + 1, 2)
        {
            Name = $"Separation({arms})", Horizon = 2, Noise = RewardNoise.Bernoulli, StateNames = ["A", "B", "Z", "end"],
        };
        for (int a = 0; a <= arms; a++)
        {
            builder.Add(A, a, Z, 1).Add(B, a, End, 1).Reward(B, a, a == arms ? 0.4 + 0.1 * scale : 0.4);
            builder.Add(Z, a, End, 1, 1).Reward(Z, a, a == arms ? 0.1 + 0.6 * scale : 0.1, 1);
            Rest(builder, a);
        }
        TabularMdp mdp = builder.Start([0.5, 0.5, 0, 0]).Build();
        StateActionTable truth = ValueIteration.Solve(mdp).ActionValues;
        List<StateActionTable> functions = [];
        for (int k = 0; k < arms; k++)
        {
            StateActionTable f = Copy(truth);
            f.Row(A).Fill(0.1 + e);
            f[B, k] = 0.4 + e;
            f[Z, arms, 1] = 0.1 - 0.1 * scale;
            functions.Add(f);
            if (!completed)
                continue;
            StateActionTable backup = Copy(truth); // T f^k at the first layer: what Z is worth to f^k
            backup.Row(A).Fill(0.1);
            functions.Add(backup);
        }
        return new(mdp, new FunctionClass([.. functions, truth]));
    }

    /// <summary>
    /// L, where each source alone fails. In A action 0 is safe and pays 0.2, action 1 leads to Z, where action 1 pays 0.7 and others 0.1;
    /// in B
    /// the last action pays 0.5, others nothing. F = {f_low, f¹ … f^K, Q*} in this order: f_low underestimates the way through Z, f^k
    /// overestimates b_k.
    /// </summary>
    /// <param name="arms">K.</param>
    /// <returns>The instance, complete; J* = 0.6.</returns>
    public static ClassInstance TwoFailures(int arms)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(arms);
        var builder = new TabularMdpBuilder(4, arms + 1, 2)
        {
            Name = $"TwoFailures({arms})", Horizon = 2, Noise = RewardNoise.Bernoulli, StateNames = ["A", "B", "Z", "end"],
        };
        for (int a = 0; a <= arms; a++)
        {
            builder.Add(A, a, a == 1 ? Z : End, 1).Reward(A, a, a == 0 ? 0.2 : 0).Add(B, a, End, 1).Reward(B, a, a == arms ? 0.5 : 0);
            builder.Add(Z, a, End, 1, 1).Reward(Z, a, a == 1 ? 0.7 : 0.1, 1);
            Rest(builder, a);
        }
        TabularMdp mdp = builder.Start([0.5, 0.5, 0, 0]).Build();
        StateActionTable truth = ValueIteration.Solve(mdp).ActionValues, low = Copy(truth);
        (low[A, 1], low[Z, 1, 1]) = (0.1, 0);
        List<StateActionTable> functions = [low];
        for (int k = 0; k < arms; k++)
        {
            StateActionTable high = Copy(truth);
            high[B, k] = 0.9;
            functions.Add(high);
        }
        return new(mdp, new FunctionClass([.. functions, truth]));
    }

    /// <summary>
    /// M: a river of three states and six steps, in which staying pays a little for sure. F holds Q* of the true river and of others, in
    /// which right moves up more or less often; in the true one it pays to swim for two steps from the spring, in the strong ones for three.
    /// </summary>
    /// <param name="models">How many models, the true one included.</param>
    /// <returns>The instance; returns lie in [0, 1].</returns>
    public static ClassInstance Rivers(int models)
    {
        TabularMdp truth = River(0.35);
        var others = Enumerable.Range(0, models - 1).Select(i => 0.05 + 0.55 * (i + 0.5) / (models - 1))
            .Where(up => Math.Abs(up - 0.35) > 1e-9);
        TabularMdp[] all = [.. others.Select(River), truth];
        return new(truth, new FunctionClass([.. all.Select(m => ValueIteration.Solve(m).ActionValues)]) { Models = all });
    }

    /// <summary>
    /// A block MDP: a combination lock of which one sees n observations a state. F holds the lock's Q* through eight decoders: the true
    /// one, and those that take good for bad at one or more of stages 2, 3 and 4.
    /// </summary>
    /// <param name="horizon">H, at least 4.</param>
    /// <param name="actions">A.</param>
    /// <param name="perState">n.</param>
    /// <returns>The instance; all functions promise the same, and Q* comes last.</returns>
    public static ClassInstance Blocks(int horizon, int actions, int perState)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 4);
        TabularMdp latent = TabularMdps.CombinationLock(horizon, actions, new(7));
        StateActionTable truth = ValueIteration.Solve(latent).ActionValues;
        return new(RichObservations.Of(latent, perState), new FunctionClass([.. Enumerable.Range(0, 8).Reverse().Select(swaps =>
            RichObservations.Lift(truth, perState, (h, s) => h is >= 1 and <= 3 && (swaps >> (h - 1) & 1) != 0 ? 1 - s : s))]));
    }

    /// <summary>The mean of two occupancies, stage by stage.</summary>
    /// <param name="first">d.</param>
    /// <param name="second">d'.</param>
    /// <param name="weight">The share of d.</param>
    /// <returns>weight · d + (1 − weight) · d'.</returns>
    public static StateActionTable Mix(StateActionTable first, StateActionTable second, double weight)
    {
        var mixed = new StateActionTable(first.States, first.Actions, first.Stages);
        for (int i = 0; i < mixed.Values.Length; i++)
            mixed.Values[i] = weight * first.Values[i] + (1 - weight) * second.Values[i];
        return mixed;
    }

    private static TabularMdp River(double up)
    {
        const int states = 3, horizon = 6, last = states - 1;
        var builder = new TabularMdpBuilder(states, 2) { Name = $"River, up {up}", Horizon = horizon };
        for (int s = 0; s < states; s++)
        {
            builder.Add(s, 0, Math.Max(0, s - 1), 1).Add(s, 1, Math.Min(last, s + 1), up).Add(s, 1, s, 0.95 - up)
                .Add(s, 1, Math.Max(0, s - 1), 0.05);
        }
        return builder.Reward(0, 0, 0.05).Reward(last, 1, 1.0 / (horizon - last)).Build();
    }

    /// <summary>What completes the rows: Z and the end at the first layer, A and B at the second, all without reward.</summary>
    private static void Rest(TabularMdpBuilder builder, int a) =>
        builder.Add(Z, a, End, 1).Add(End, a, End, 1).Add(A, a, End, 1, 1).Add(B, a, End, 1, 1).Add(End, a, End, 1, 1);

    private static StateActionTable Copy(StateActionTable table)
    {
        var copy = new StateActionTable(table.States, table.Actions, table.Stages);
        table.Values.CopyTo(copy.Values);
        return copy;
    }
}
