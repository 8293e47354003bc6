using Offprint.Agents.Learners;
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

/// <summary>Numbers of members.</summary>
public static class ProbeValues
{
    /// <summary>One number a member, for a probe's answer.</summary>
    /// <param name="values">float32 [P].</param>
    /// <returns>[P].</returns>
    public static double[] PerMember(this Tensor values) => Array.ConvertAll(values.contiguous().data<float>().ToArray(), value =>
        (double)value);
}
