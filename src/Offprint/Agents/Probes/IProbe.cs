using Offprint.Agents.Learners;
using Offprint.Datasets.Replay;
using Offprint.Datasets.Transitions;
using static TorchSharp.torch;

namespace Offprint.Agents.Probes;

/// <summary>Looks at a learner at each evaluation and adds numbers to the log's metrics.</summary>
public interface IProbe
{
    /// <summary>Measures.</summary>
    /// <param name="learner">The learner; it must not be changed.</param>
    /// <returns>Numbers by name, one a member, [P].</returns>
    IReadOnlyDictionary<string, double[]> Measure(ILearner learner);
}

/// <summary>A probe that also looks at what the run itself collects online.</summary>
public interface IOnlineProbe : IProbe
{
    /// <summary>Hears of the online rows when the phase begins, before its first step.</summary>
    /// <param name="buffer">Receives the steps; the probe reads it only.</param>
    /// <param name="rows">The same rows as the learner sees them.</param>
    void Watch(ReplayBuffer buffer, ITransitionSource rows);
}

/// <summary>Numbers of members.</summary>
public static class ProbeValues
{
    /// <summary>One number a member, for a probe's answer.</summary>
    /// <param name="values">float32 [P].</param>
    /// <returns>[P].</returns>
    public static double[] PerMember(this Tensor values) => Array.ConvertAll(values.contiguous().data<float>().ToArray(), value =>
        (double)value);
}
