using Offprint.Agents.Critics;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Files;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>
/// Critics on fixed rows of the log, beside the log's own returns-to-go (<see cref="ValueProbe"/>). The learner's batches carry no
/// returns, so that online steps reach it at once.
/// </summary>
/// <param name="Returns">What an episode's end means.</param>
/// <param name="Rows">Rows, the same for all seeds and methods.</param>
[Kind("value-stability")]
public sealed record ValueStabilityOptions(ReturnToGoRule Returns, int Rows = 1000) : ProbeOptions
{
    /// <summary>The mean value of the rows.</summary>
    internal const string Value = "probe Q";

    /// <summary>Its excess over the mean return-to-go.</summary>
    internal const string Excess = "probe excess";

    /// <inheritdoc/>
    public override IProbe Create(ProbeSetup setup)
    {
        IActorCritic agent = setup.ActorCritic;
        TransitionView view = setup.View.Data.View(setup.View.Options with { ReturnToGo = Returns, Discount = agent.Discount });
        return new ValueProbe(agent.Critics, setup.FixedRows(Rows, view));
    }
}
