using Offprint.Agents.Learners;

namespace Offprint.Agents.Probes;

/// <summary>Looks at a learner at each evaluation and adds numbers to the log's metrics.</summary>
public interface IProbe
{
    /// <summary>Measures.</summary>
    /// <param name="learner">The learner; it must not be changed.</param>
    /// <returns>Numbers by name.</returns>
    IReadOnlyDictionary<string, double> Measure(ILearner learner);
}
