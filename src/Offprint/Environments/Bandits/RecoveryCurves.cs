using Offprint.Numerics;

namespace Offprint.Environments.Bandits;

/// <summary>
/// Shapes of recovery: each gives R(1) … R(D) of one arm, with r the reward when fully recovered and τ the time it takes.
/// </summary>
public static class RecoveryCurves
{
    /// <summary>r · min(d/τ, 1).</summary>
    /// <param name="reward">r.</param>
    /// <param name="time">τ, positive.</param>
    /// <param name="saturation">D.</param>
    /// <returns>D values.</returns>
    public static double[] LinearCapped(double reward, double time, int saturation) =>
        Curve(saturation, d => reward * Math.Min(d / time, 1));

    /// <summary>r (1 − e^{−d/τ}).</summary>
    /// <param name="reward">r.</param>
    /// <param name="time">τ, positive.</param>
    /// <param name="saturation">D.</param>
    /// <returns>D values.</returns>
    public static double[] Exponential(double reward, double time, int saturation) =>
        Curve(saturation, d => reward * (1 - Math.Exp(-d / time)));

    /// <summary>r from d = τ on, nothing before.</summary>
    /// <param name="reward">r.</param>
    /// <param name="time">τ.</param>
    /// <param name="saturation">D.</param>
    /// <returns>D values.</returns>
    public static double[] Step(double reward, double time, int saturation) => Curve(saturation, d => d >= time ? reward : 0);

    /// <summary>r / (1 + e^{−(d − τ)/s}): a step of width s around τ.</summary>
    /// <param name="reward">r.</param>
    /// <param name="time">τ.</param>
    /// <param name="width">s, positive.</param>
    /// <param name="saturation">D.</param>
    /// <returns>D values.</returns>
    public static double[] Logistic(double reward, double time, double width, int saturation) =>
        Curve(saturation, d => reward / (1 + Math.Exp((time - d) / width)));

    /// <summary>Rises at random idle times up to τ, by random heights that sum to r.</summary>
    /// <param name="reward">r.</param>
    /// <param name="time">τ, at least 1.</param>
    /// <param name="saturation">D.</param>
    /// <param name="random">Draws up to four rises.</param>
    /// <returns>D values.</returns>
    public static double[] RandomSteps(double reward, int time, int saturation, RandomStream random)
    {
        double[] heights = new double[4];
        random.FillDirichlet([1, 1, 1, 1], heights);
        int[] places = [time, 1 + random.NextInt(time), 1 + random.NextInt(time), 1 + random.NextInt(time)];
        return Curve(saturation, d =>
        {
            double sum = 0;
            for (int i = 0; i < places.Length; i++)
                sum += d >= places[i] ? heights[i] : 0;
            return reward * sum;
        });
    }

    /// <summary>
    /// Arms of all five shapes in random order, with r uniform in (0.1, 1) and τ uniform in 2 … <paramref name="longest"/>.
    /// </summary>
    /// <param name="arms">N.</param>
    /// <param name="saturation">D.</param>
    /// <param name="longest">The longest τ, at least 2.</param>
    /// <param name="random">Draws shapes, rewards and times.</param>
    /// <returns>The arms.</returns>
    public static RecoveryTable Mixed(int arms, int saturation, int longest, RandomStream random) =>
        new([.. Enumerable.Range(0, arms).Select(_ =>
    {
        int shape = random.NextInt(5), time = 2 + random.NextInt(longest - 1);
        double reward = random.NextUniform(0.1, 1);
        return shape switch
        {
            0 => LinearCapped(reward, time, saturation),
            1 => Exponential(reward, time, saturation),
            2 => Step(reward, time, saturation),
            3 => Logistic(reward, time, time / 6.0, saturation),
            _ => RandomSteps(reward, time, saturation, random),
        };
    })]);

    private static double[] Curve(int saturation, Func<double, double> mean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(saturation, 1);
        double[] curve = new double[saturation];
        for (int d = 1; d <= saturation; d++)
            curve[d - 1] = mean(d);
        return curve;
    }
}
