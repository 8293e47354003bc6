namespace Offprint.Datasets.Offline;

/// <summary>Discounted sums to an episode's end.</summary>
internal static class ReturnsToGo
{
    /// <summary>G_t = r_t + γ G_{t+1}; r / (1 − γ) throughout if every reward is the failure reward r.</summary>
    public static void Fill(ReadOnlySpan<float> rewards, Span<float> returns, double discount, float? failure)
    {
        if (failure is { } reward && rewards.IndexOfAnyExcept(reward) < 0)
        {
            returns.Fill((float)(reward / (1 - discount)));
            return;
        }
        double sum = 0;
        for (int t = rewards.Length - 1; t >= 0; t--)
            returns[t] = (float)(sum = rewards[t] + discount * sum);
    }
}
