namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>One method at one number of rows.</summary>
/// <param name="Count">N.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Loss">Its losses.</param>
public sealed record LossRow(int Count, string Method, LossSummary Loss);

/// <summary>Losses of a study by number of rows and method.</summary>
/// <param name="Rows">One a number of rows and method.</param>
public sealed record LossTable(IReadOnlyList<LossRow> Rows)
{
    /// <summary>The rows of one method, by number of rows.</summary>
    /// <param name="method">The method's name.</param>
    /// <returns>The rows.</returns>
    public IReadOnlyList<LossRow> Of(string method) => [.. Rows.Where(r => r.Method == method).OrderBy(r => r.Count)];

    /// <summary>The losses of one method at one number of rows.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="count">N.</param>
    /// <returns>The losses.</returns>
    public LossSummary At(string method, int count) => Rows.Single(r => r.Method == method && r.Count == count).Loss;
}
