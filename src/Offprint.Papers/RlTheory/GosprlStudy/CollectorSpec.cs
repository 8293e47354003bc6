using Offprint.Agents.Tabular.Collection;
using Offprint.Agents.Tabular.Planning;

namespace Offprint.Papers.RlTheory.GosprlStudy;

/// <summary>Who collects.</summary>
public enum CollectorKind
{
    /// <summary>GOSPRL's loop with the true model.</summary>
    Known,

    /// <summary>GOSPRL.</summary>
    Gosprl,

    /// <summary>UCRL2 with reward 1 for undersampled pairs.</summary>
    ZeroOneUcrl,

    /// <summary>Greatest entropy of visits.</summary>
    MaxEnt,

    /// <summary>The same, weighted by the noise of pairs.</summary>
    WeightedMaxEnt,

    /// <summary>Uniform actions.</summary>
    Random,
}

/// <summary>A collector with its settings.</summary>
/// <param name="Kind">Who collects.</param>
/// <param name="Scale">c_b, the factor of the Bernstein widths.</param>
/// <param name="Doubling">Whether GOSPRL's attempts end when visits double.</param>
/// <param name="Goals">What GOSPRL's attempts head for.</param>
/// <param name="MergeGoal">Whether GOSPRL's planner has one interval for the summed probability of all goal states, or one each.</param>
/// <param name="Cap">The greatest optimistic distance; 0 for none.</param>
public sealed record CollectorSpec(
    CollectorKind Kind, double Scale = 0.1, bool Doubling = true, GoalChoice Goals = GoalChoice.AllUndersampled, bool MergeGoal = false,
    double Cap = 0)
{
    /// <summary>Makes it.</summary>
    /// <returns>The collector.</returns>
    public SampleCollector Make()
    {
        var set = new BernsteinSet(Scale: Scale);
        return Kind switch
        {
            CollectorKind.Known => new KnownModelCollector(),
            CollectorKind.Gosprl => new Gosprl(new()
            {
                Set = set, Doubling = Doubling, Goals = Goals,
                    Planning = new() { MergeGoal = MergeGoal, Cap = Cap > 0 ? Cap : double.PositiveInfinity },
            }),
            CollectorKind.ZeroOneUcrl => new ZeroOneUcrl(new() { Set = set }),
            CollectorKind.Random => new RandomCollector(),
            _ => new MaxEntCollector(Kind == CollectorKind.WeightedMaxEnt, new() { Set = set }),
        };
    }

    /// <summary>A name for files.</summary>
    /// <returns>For example <c>gosprl</c>, or <c>gosprl-scale-1</c> with what differs from the defaults.</returns>
    public string Key() =>
        (Kind == CollectorKind.ZeroOneUcrl ? "ucrl" : Kind.ToString().ToLowerInvariant()) +
        (Scale == 0.1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-scale-{Scale}")) + (Doubling ? "" : "-no-doubling") +
        (Goals == GoalChoice.AllUndersampled ? "" : "-largest-deficit") + (MergeGoal ? "-merged-goal" : "");

    /// <summary>A name for readers.</summary>
    /// <returns>For example <c>GOSPRL</c>.</returns>
    public string Title() => Make().Name;
}
