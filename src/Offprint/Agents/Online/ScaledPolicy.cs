using Offprint.Agents.Policies;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>A policy that sees standardized observations.</summary>
internal sealed class ScaledPolicy(IStochasticPolicy policy, RunningScales scales) : IStochasticPolicy
{
    public void Begin(ReadOnlySpan<bool> starts) => policy.Begin(starts);

    public IActionDistribution Distribution(Tensor observations) => policy.Distribution(scales.Standardize(observations));

    public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random) =>
        policy.Act(scales.Standardize(observations), mode, random);
}
