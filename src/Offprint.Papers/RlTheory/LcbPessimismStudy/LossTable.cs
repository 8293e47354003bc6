using Offprint.Agents.Bandits;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>One method at one number of rows.</summary>
/// <param name="Count">N.</param>
/// <param name="Method">The rule.</param>
/// <param name="Loss">Its losses.</param>
public sealed record LossRow(int Count, BanditRuleOptions Method, LossSummary Loss);

/// <summary>Losses of a study by number of rows and method.</summary>
/// <param name="Rows">One a number of rows and method.</param>
public sealed record LossTable(IReadOnlyList<LossRow> Rows)
{
    /// <summary>The rows of one method, by number of rows.</summary>
    /// <param name="method">The rule.</param>
    /// <returns>The rows.</returns>
    public IReadOnlyList<LossRow> Of(BanditRuleOptions method) => [.. Rows.Where(r => r.Method == method).OrderBy(r => r.Count)];

    /// <summary>The losses of one method at one number of rows.</summary>
    /// <param name="method">The rule.</param>
    /// <param name="count">N.</param>
    /// <returns>The losses.</returns>
    public LossSummary At(BanditRuleOptions method, int count) => Rows.Single(r => r.Method == method && r.Count == count).Loss;
}
