namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>One method at one number of rows of an MDP's data.</summary>
/// <param name="Count">N.</param>
/// <param name="Method">The method.</param>
/// <param name="Loss">J* − J(π̂).</param>
/// <param name="Valid">How often the pessimistic value was at most the true one; <see langword="null"/> for methods that state
/// none.</param>
/// <param name="Bound">The mean pessimistic value.</param>
public sealed record MdpRow(int Count, TabularMethod Method, LossSummary Loss, double? Valid, double? Bound);

/// <summary>Losses of offline methods on an MDP.</summary>
/// <param name="CStar">C* of the data, exact.</param>
/// <param name="OptimalValue">J*.</param>
/// <param name="Rows">One a number of rows and method.</param>
public sealed record MdpResult(double CStar, double OptimalValue, IReadOnlyList<MdpRow> Rows)
{
    /// <summary>The rows of one method, by number of rows.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The rows.</returns>
    public IReadOnlyList<MdpRow> Of(TabularMethod method) => [.. Rows.Where(r => r.Method == method).OrderBy(r => r.Count)];

    /// <summary>The losses of one method at one number of rows.</summary>
    /// <param name="method">The method.</param>
    /// <param name="count">N.</param>
    /// <returns>The losses.</returns>
    public LossSummary At(TabularMethod method, int count) => Rows.Single(r => r.Method == method && r.Count == count).Loss;
}
