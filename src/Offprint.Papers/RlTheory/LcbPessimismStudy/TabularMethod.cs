using System.Text.Json.Serialization;
using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Cards;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Files;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>What a method learned.</summary>
/// <param name="Actions">The action of each state.</param>
/// <param name="LowerBound">The value that it believes to have at least, where it states one.</param>
internal readonly record struct Learned(int[] Actions, double? LowerBound);

/// <summary>A method that is compared on MDPs, with all of its options.</summary>
public abstract record TabularMethod : ILabeled
{
    /// <summary>The name in tables; it tells apart what options tell apart.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    internal abstract Learned Learn(OfflineData data);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>Certainty equivalence: the optimal policy of the empirical MDP.</summary>
[Kind("certainty-equivalence")]
public sealed record CertaintyEquivalence : TabularMethod
{
    /// <summary>The accuracy of the values by which it plans. Default 10⁻¹⁰.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    protected override string Name => "certainty equivalence";

    internal override Learned Learn(OfflineData data)
    {
        TabularMdp empirical = data.All.ToMdp(data.Mdp, UnseenPairs.Sink);
        TabularPolicy planned = ValueIteration.Solve(empirical, Tolerance).Policy;
        return new([.. Enumerable.Range(0, data.Mdp.States).Select(s => planned.Mode(s))], null);
    }
}

/// <summary>Behavior cloning: the most frequent action of each state, equal ones drawn.</summary>
[Kind("behavior-cloning")]
public sealed record Cloning : TabularMethod
{
    /// <inheritdoc/>
    protected override string Name => "behavior cloning";

    internal override Learned Learn(OfflineData data) =>
        new([.. Enumerable.Range(0, data.Mdp.States).Select(s => data.All.MostVisited(s, ties: data.Ties))], null);
}

/// <summary>VI-LCB: pessimistic value iteration.</summary>
/// <param name="Options">Its options.</param>
[Kind("vi-lcb")]
public sealed record ViLcb(PessimismOptions Options) : TabularMethod
{
    /// <summary>The constants of the paper's proof: L = 2000 ln(2(T+1)SA/δ), a part of the data a sweep.</summary>
    public static ViLcb PaperConstants { get; } = new(new PessimismOptions { Split = true, LogFactor = 2000 });

    /// <summary>Hoeffding's penalty at a scale, all data in every sweep.</summary>
    /// <param name="scale">c.</param>
    /// <returns>The method.</returns>
    public static ViLcb Scaled(double scale) => new(new PessimismOptions { Scale = scale });

    /// <inheritdoc/>
    protected override string Name => this == PaperConstants ? "VI-LCB, paper's constants" : $"VI-LCB {Options.Scale}" + string.Concat(
        Options.Penalty == PenaltyKind.Hoeffding ? "" : $", {Options.Penalty}",
        Options.Split ? ", split" : "",
        Options.Monotone ? "" : ", not monotone",
        Options.LogTerm is { } term ? $", L = {term}" : "",
        Options.LogFactor == 1 ? "" : $", {Options.LogFactor} L",
        Options.Delta is { } delta ? $", δ = {delta}" : "",
        Options.UnseenValue is { } unseen ? $", unseen {unseen}" : "",
        Options.Sweeps is { } sweeps ? $", {sweeps} sweeps" : "");

    internal override Learned Learn(OfflineData data)
    {
        double discount = data.Mdp.Discount!.Value;
        PessimisticSolution solution = Options.Split
            ? PessimisticValueIteration.SolveSplit(
                data.Parts(PessimisticValueIteration.SweepCount(data.All.Total, discount, Options) + 1), discount, Options)
            : PessimisticValueIteration.Solve(data.All, discount, Options);
        return new(solution.Actions, solution.Return(data.Mdp.Initial));
    }
}
