using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>A data set's counts: all rows, and, where a method splits, independent parts of the same total.</summary>
/// <param name="mdp">The MDP, for its criterion and start law.</param>
/// <param name="all">All rows.</param>
/// <param name="parts">Draws T + 1 parts.</param>
/// <param name="ties">Draws among equal counts.</param>
internal sealed class OfflineData(TabularMdp mdp, TransitionCounts all, Func<int, IReadOnlyList<TransitionCounts>> parts, RandomStream ties)
{
    public TabularMdp Mdp => mdp;

    public TransitionCounts All => all;

    public RandomStream Ties => ties;

    public IReadOnlyList<TransitionCounts> Parts(int count) => parts(count);

    /// <summary>Draws a data set of independent rows.</summary>
    public static OfflineData Sample(TabularMdp mdp, StateActionTable law, int count, Seed seed) => new(
        mdp, TransitionCounts.Sample(mdp, law, count, seed.Derive("data").Stream()),
        number =>
        {
            RandomStream random = seed.Derive("parts").Stream();
            return [.. Enumerable.Range(0, number).Select(i => TransitionCounts.Sample(
                mdp, law, (int)((long)count * (i + 1) / number - (long)count * i / number), random))];
        },
        seed.Derive("ties").Stream());
}

/// <summary>What a method learned.</summary>
/// <param name="Actions">The action of each state.</param>
/// <param name="LowerBound">The value that it believes to have at least, where it states one.</param>
internal readonly record struct Learned(int[] Actions, double? LowerBound);

/// <summary>The methods that are compared on MDPs, by name.</summary>
public static class TabularMethods
{
    /// <summary>Certainty equivalence: the optimal policy of the empirical MDP.</summary>
    public const string Certainty = "certainty equivalence";

    /// <summary>The most frequent action of each state, equal ones drawn.</summary>
    public const string Cloning = "behavior cloning";

    /// <summary>The constants of the paper's proof: L = 2000 ln(2(T+1)SA/δ), a part of the data a sweep.</summary>
    public const string PaperConstants = "VI-LCB, paper's constants";

    /// <summary>VI-LCB at c = 0.1 with a part of the data a sweep.</summary>
    public const string Split = "VI-LCB 0.1, split";

    /// <summary>VI-LCB at c = 0.1 without the monotone update.</summary>
    public const string NotMonotone = "VI-LCB 0.1, not monotone";

    /// <summary>VI-LCB with Bernstein's penalty at c = 0.1.</summary>
    public const string Bernstein = "VI-LCB 0.1, Bernstein";

    /// <summary>VI-LCB with a constant L = 0.5 at c = 0.1.</summary>
    public const string ConstantTerm = "VI-LCB 0.1, L = 0.5";

    /// <summary>VI-LCB with Hoeffding's penalty.</summary>
    /// <param name="scale">c.</param>
    /// <returns>Its name.</returns>
    public static string Lcb(double scale) => string.Create(CultureInfo.InvariantCulture, $"VI-LCB {scale}");

    /// <summary>The options of a pessimistic method.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The options, without the logarithm of the paper's constants, which needs the data.</returns>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static PessimismOptions Options(string name) => name switch
    {
        Split => new() { Scale = 0.1, Split = true },
        NotMonotone => new() { Scale = 0.1, Monotone = false },
        Bernstein => new() { Scale = 0.1, Penalty = PenaltyKind.Bernstein },
        ConstantTerm => new() { Scale = 0.1, LogTerm = 0.5 },
        PaperConstants => new() { Split = true },
        _ when name.StartsWith("VI-LCB ", StringComparison.Ordinal)
            && double.TryParse(name["VI-LCB ".Length..], CultureInfo.InvariantCulture, out double scale) =>
            new() { Scale = scale },
        _ => throw new ArgumentException($"There is no pessimistic method '{name}'.", nameof(name)),
    };

    internal static Learned Learn(string name, OfflineData data)
    {
        switch (name)
        {
            case Certainty:
                TabularMdp empirical = data.All.ToMdp(data.Mdp, UnseenPairs.Sink);
                TabularPolicy planned = ValueIteration.Solve(empirical, 1e-10).Policy;
                return new([.. Enumerable.Range(0, data.Mdp.States).Select(s => planned.Mode(s))], null);
            case Cloning:
                return new([.. Enumerable.Range(0, data.Mdp.States).Select(s => data.All.MostVisited(s, ties: data.Ties))], null);
            default:
                PessimisticSolution solution = Pessimistic(name, data);
                return new(solution.Actions, solution.Return(data.Mdp.Initial));
        }
    }

    private static PessimisticSolution Pessimistic(string name, OfflineData data)
    {
        PessimismOptions options = Options(name);
        double discount = data.Mdp.Discount!.Value;
        if (!options.Split)
            return PessimisticValueIteration.Solve(data.All, discount, options);
        int parts = PessimisticValueIteration.SweepCount(data.All.Total, discount, options) + 1;
        if (name == PaperConstants)
            options = options with { LogTerm = 2000 * Math.Log(2.0 * parts * data.Mdp.States * data.Mdp.Actions * data.All.Total) };
        return PessimisticValueIteration.SolveSplit(data.Parts(parts), discount, options);
    }
}
