namespace Offprint.Tensors;

/// <summary>Multipliers of a learning rate by step.</summary>
public static class LearningRateSchedule
{
    /// <summary>Falls linearly from 1 to 0.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="total">The steps in all; later ones stay at 0.</param>
    /// <returns>The multiplier of this step.</returns>
    public static double Linear(long step, long total) => 1 - Math.Clamp((double)step / total, 0, 1);

    /// <summary>Rises linearly from 0 to 1 over the warm-up, then falls to <paramref name="floor"/> along half a cosine.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="total">The steps in all.</param>
    /// <param name="warmUp">The steps of the rise.</param>
    /// <param name="floor">The last multiplier.</param>
    /// <returns>The multiplier of this step.</returns>
    public static double Cosine(long step, long total, long warmUp = 0, double floor = 0)
    {
        if (step < warmUp)
            return (step + 1.0) / warmUp;
        double share = Math.Clamp((double)(step - warmUp) / Math.Max(1, total - warmUp), 0, 1);
        return floor + (1 - floor) * 0.5 * (1 + Math.Cos(Math.PI * share));
    }
}
