using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Agents.Probes;

/// <summary>
/// The mean value that critics give to fixed rows: it shows how values drift, and by how much they pass what was really returned.
/// </summary>
/// <param name="critics">The critics of the agent that is trained.</param>
/// <param name="rows">Fixed rows, [1|P, B, …], which the probe does not dispose of.</param>
public sealed class ValueProbe(CriticEnsemble critics, Batch rows) : IProbe
{
    /// <summary>
    /// Each member's mean over rows of the least critic at logged actions (<c>probe Q</c>), its mean excess over returns-to-go where rows
    /// have them (<c>probe excess</c>), and how far critics disagree (<c>probe spread</c>, their largest minus their least value).
    /// </summary>
    /// <param name="learner">The learner; only its critics are asked.</param>
    /// <returns>Numbers by name, [P].</returns>
    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor values = critics.Values(rows.Observations, rows.Actions), least = values.amin([0]);
        var numbers = new Dictionary<string, double[]>
        {
            ["probe Q"] = least.mean([1, 2]).PerMember(),
            ["probe spread"] = (values.amax([0]) - least).mean([1, 2]).PerMember(),
        };
        if (rows.ReturnToGo is { } returns)
            numbers["probe excess"] = (least - returns).mean([1, 2]).PerMember();
        return numbers;
    }
}
