using Offprint.Cards;

namespace Offprint.Environments;

/// <summary>What an agent must know of an environment before it acts.</summary>
/// <param name="Name">The name, e.g. <c>Hopper</c>.</param>
/// <param name="Observation">What is observed.</param>
/// <param name="Action">What may be done.</param>
/// <param name="Horizon">Steps after which an episode is truncated; <see langword="null"/> for no limit.</param>
public sealed record EnvironmentSpec(string Name, Space Observation, Space Action, int? Horizon = null) : IDescribable
{
    /// <inheritdoc/>
    public Card Describe() => new(Name)
    {
        Subtitle = "Environment",
        Facts =
        [
            new("Observations", Observation.ToString()),
            new("Actions", Action.ToString()),
            Horizon is { } horizon ? new("Time limit", horizon, "steps") : new Fact("Time limit", "none"),
        ],
    };
}
