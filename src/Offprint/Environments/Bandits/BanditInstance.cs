using Offprint.Cards;
using Offprint.Environments.Tabular;

namespace Offprint.Environments.Bandits;

/// <summary>
/// A contextual bandit with Bernoulli rewards, known exactly, and the law of the data logged on it. One context makes it a multi-armed
/// bandit.
/// </summary>
public sealed class BanditInstance : IDescribable
{
    private const double MeanTolerance = 1e-12;
    private readonly double[] _contexts;
    private readonly double[,] _means, _data;
    private readonly Lazy<AliasRows> _alias;

    /// <summary>Copies tables.</summary>
    /// <param name="contexts">ρ, the law of contexts, [S].</param>
    /// <param name="means">Mean rewards in [0, 1], [S, A].</param>
    /// <param name="data">μ, the law of logged pairs, [S, A], of sum one: contexts of the data need not follow ρ.</param>
    /// <exception cref="ArgumentException">A shape differs, or a table is not what it must be; the message says where.</exception>
    public BanditInstance(ReadOnlySpan<double> contexts, double[,] means, double[,] data)
    {
        (Contexts, Actions) = (means.GetLength(0), means.GetLength(1));
        if (contexts.Length != Contexts || (data.GetLength(0), data.GetLength(1)) != (Contexts, Actions))
            throw new ArgumentException(
                $"Contexts [{contexts.Length}], means [{Contexts}, {Actions}] and data [{data.GetLength(0)}, {data.GetLength(1)}] do " +
                "not fit together.");
        RequireLaw(contexts, "law of contexts");
        RequireLaw(data.Cast<double>().ToArray(), "law of data");
        for (int i = 0; i < means.Length; i++)
        {
            if (!(means[i / Actions, i % Actions] is >= 0 and <= 1))
                throw new ArgumentException(
                    $"The mean reward of context {i / Actions}, action {i % Actions} is {means[i / Actions, i % Actions]}; it must lie " +
                    $"in [0, 1].", nameof(means));
        }
        (_contexts, _means, _data) = (contexts.ToArray(), (double[,])means.Clone(), (double[,])data.Clone());
        _alias = new(() => TransitionTable.SingleRow(_data.Cast<double>().ToArray()).Alias);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "bandit";

    /// <summary>S, the number of contexts.</summary>
    public int Contexts { get; }

    /// <summary>A, the number of actions.</summary>
    public int Actions { get; }

    /// <summary>
    /// C* = max ρ(x)/μ(x, a*(x)) over contexts of positive probability; where several actions are best, the best covered one counts.
    /// Infinite if a best action is never logged.
    /// </summary>
    public double CStar => Enumerable.Range(0, Contexts).Where(x => _contexts[x] > 0).Max(x =>
        _contexts[x] / Enumerable.Range(0, Actions).Where(a => _means[x, a] >= BestMean(x) - MeanTolerance).Max(a => _data[x, a]));

    /// <summary>Draws logged pairs (x, a), numbered x·A + a.</summary>
    internal AliasRows LoggedPairs => _alias.Value;

    /// <summary>J*, the value of the best policy.</summary>
    public double OptimalValue => Enumerable.Range(0, Contexts).Sum(x => _contexts[x] * BestMean(x));

    /// <summary>The probability of a context.</summary>
    /// <param name="context">The context.</param>
    /// <returns>ρ(x).</returns>
    public double Context(int context) => _contexts[context];

    /// <summary>The mean reward of a pair.</summary>
    /// <param name="context">The context.</param>
    /// <param name="action">The action.</param>
    /// <returns>r(x, a).</returns>
    public double Mean(int context, int action) => _means[context, action];

    /// <summary>The probability of a pair in the data.</summary>
    /// <param name="context">The context.</param>
    /// <param name="action">The action.</param>
    /// <returns>μ(x, a).</returns>
    public double Data(int context, int action) => _data[context, action];

    /// <summary>The best action of a context, of equal ones the lowest.</summary>
    /// <param name="context">The context.</param>
    /// <returns>a*(x).</returns>
    public int OptimalAction(int context) => Enumerable.Range(0, Actions).MaxBy(a => _means[context, a]);

    /// <summary>What a policy loses: J* − J(π).</summary>
    /// <param name="policy">One action a context, [S].</param>
    /// <returns>The loss, at least 0.</returns>
    public double SubOptimality(ReadOnlySpan<int> policy)
    {
        if (policy.Length != Contexts)
            throw new ArgumentException($"A policy of {policy.Length} actions for {Contexts} contexts.", nameof(policy));
        double loss = 0;
        for (int x = 0; x < Contexts; x++)
            loss += _contexts[x] * (BestMean(x) - _means[x, policy[x]]);
        return loss;
    }

    /// <inheritdoc/>
    public Card Describe()
    {
        List<IReadOnlyList<TableCell>> rows = [];
        for (int x = 0; x < Math.Min(Contexts, 8); x++)
        {
            for (int a = 0; a < Math.Min(Actions, 8); a++)
                rows.Add([x, a, _contexts[x], _means[x, a], _data[x, a]]);
        }
        return new(Name)
        {
            Subtitle = "contextual bandit with logged data",
            Facts = [new("contexts", Contexts), new("actions", Actions), new("C*", CStar), new("best value", OptimalValue)],
            Tables =
            [
                new("Mean rewards and data", ["context", "action", "ρ(x)", "mean reward", "μ(x, a)"], rows)
                {
                    Note = rows.Count < Contexts * Actions ? $"{Contexts * Actions - rows.Count} more pairs" : null,
                },
            ],
        };
    }

    private double BestMean(int context)
    {
        double best = _means[context, 0];
        for (int a = 1; a < Actions; a++)
            best = Math.Max(best, _means[context, a]);
        return best;
    }

    private static void RequireLaw(ReadOnlySpan<double> law, string what)
    {
        double sum = 0;
        for (int i = 0; i < law.Length; i++)
            sum += law[i] >= 0 ? law[i] : throw new ArgumentException($"The {what} has the value {law[i]} at place {i}.");
        if (!(Math.Abs(sum - 1) <= 1e-9))
            throw new ArgumentException($"The {what} sums to {sum:R}; it must sum to 1.");
    }
}
