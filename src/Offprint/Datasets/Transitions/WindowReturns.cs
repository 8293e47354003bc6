using static TorchSharp.torch;

namespace Offprint.Datasets.Transitions;

/// <summary>Returns of windows of steps, all of them at once.</summary>
public static class WindowReturns
{
    /// <summary>G = Σₜ γᵗ rₜ over the steps of each window.</summary>
    /// <param name="windows">A batch with an axis of time.</param>
    /// <param name="discount">γ.</param>
    /// <returns>[P|1, B, 1], of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The batch has no axis of time.</exception>
    public static Tensor Returns(this Batch windows, double discount)
    {
        Tensor mask = MaskOf(windows);
        float[] powers = new float[mask.shape[2]];
        for (int t = 0; t < powers.Length; t++)
            powers[t] = (float)Math.Pow(discount, t);
        return (windows.Rewards * mask * tensor(powers, [1, 1, powers.Length, 1])).sum([2]);
    }

    /// <summary>Gₜ = rₜ + γ Gₜ₊₁ in each step of each window; 0 behind its end.</summary>
    /// <param name="windows">A batch with an axis of time.</param>
    /// <param name="discount">γ.</param>
    /// <returns>[P|1, B, T, 1], of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">The batch has no axis of time.</exception>
    public static Tensor ReturnsToGo(this Batch windows, double discount)
    {
        Tensor rewards = windows.Rewards * MaskOf(windows);
        Tensor[] steps = new Tensor[rewards.shape[2]];
        Tensor next = zeros_like(rewards.select(2, 0));
        for (int t = steps.Length - 1; t >= 0; t--)
            steps[t] = next = rewards.select(2, t) + next * discount;
        return stack(steps, 2);
    }

    private static Tensor MaskOf(Batch windows) => windows.Mask
        ?? throw new ArgumentException($"The batch holds single steps; take its rows from {nameof(EpisodeWindows)}.", nameof(windows));
}
