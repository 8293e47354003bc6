namespace Offprint.Agents.Bandits;

/// <summary>Pulls several arms of a bandit each period and learns from their rewards.</summary>
public interface IBanditAgent
{
    /// <summary>Chooses the arms of the next period. Called once a period.</summary>
    /// <param name="idle">For each arm, the periods since its last pull, capped where arms are fully recovered.</param>
    /// <param name="arms">Receives the chosen arms, all different; as long as the largest number of pulls, K.</param>
    /// <returns>How many are chosen.</returns>
    int Select(ReadOnlySpan<int> idle, Span<int> arms);

    /// <summary>Receives what the period paid.</summary>
    /// <param name="arms">The arms that were pulled.</param>
    /// <param name="idle">The idle times at which they were pulled.</param>
    /// <param name="rewards">Their rewards.</param>
    void Update(ReadOnlySpan<int> arms, ReadOnlySpan<int> idle, ReadOnlySpan<double> rewards);
}
