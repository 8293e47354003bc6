using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Probes;
using Offprint.Agents.Rollouts;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Options of <see cref="NoiseProbe"/>.</summary>
/// <param name="Radii">Radii of the noise, in the units that the agent sees.</param>
/// <param name="Episodes">Episodes of each seed and radius.</param>
[Kind("ro2o-noise")]
public sealed record NoiseProbeOptions(IReadOnlyList<double> Radii, int Episodes) : ProbeOptions
{
    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup) => new NoiseProbe(
        setup.Own(new RolloutEvaluator(setup.Environment, setup.Seeds.Count,
            new() { Episodes = Episodes, Observations = setup.Observations })),
        Radii, [.. setup.Seeds.Select(seed => seed.Derive("noisy episodes"))]);
}

/// <summary>What a policy gets that sees its state blurred by uniform noise: the same starts and noise at each measurement.</summary>
internal sealed class NoiseProbe(RolloutEvaluator evaluator, IReadOnlyList<double> radii, IReadOnlyList<Seed> seeds) : IProbe
{
    /// <summary>The metric of a radius: mean returns.</summary>
    public static string Name(double radius) => FormattableString.Invariant($"return, noise {radius}");

    public IReadOnlyDictionary<string, double[]> Measure(ILearner learner) => radii.ToDictionary(Name, radius =>
        evaluator.Evaluate(radius == 0 ? learner.Policy : new Blurred(learner.Policy, radius), seeds).Means);

    private sealed class Blurred(IPolicy policy, double radius) : IPolicy
    {
        public void Begin(ReadOnlySpan<bool> starts) => policy.Begin(starts);

        public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
        {
            Tensor noise = random.Uniform(observations.shape[1], observations.shape[2]).mul_(2 * radius).sub_(radius);
            return policy.Act(observations + noise, mode, random);
        }
    }
}
