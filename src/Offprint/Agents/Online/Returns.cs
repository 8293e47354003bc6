using System.Runtime.InteropServices;
using Offprint.Datasets.Replay;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>
/// Returns and advantages along a piece of experience of one environment. A terminal state has no value; a step that was cut by a time
/// limit,
/// or with which the piece ends, is continued with the value of what it led to.
/// </summary>
public static class Returns
{
    /// <summary>
    /// Generalized advantage estimates (Schulman et al. 2016): A_t = δ_t + γ λ A_{t+1} within an episode,
    /// δ_t = r_t + γ V(s_{t+1}) − V(s_t), where V(s_{t+1}) = 0 if s_{t+1} is terminal.
    /// </summary>
    /// <param name="rewards">r, [T].</param>
    /// <param name="values">V(s_t), [T].</param>
    /// <param name="nextValues">V(s_{t+1}), [T], of the state that the step led to, not of the start of the next episode.</param>
    /// <param name="terminated">Whether s_{t+1} is terminal, [T].</param>
    /// <param name="truncated">Whether a time limit cut the episode after the step, [T].</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="lambda">λ in [0, 1]: 0 takes one step, 1 whole returns.</param>
    /// <param name="advantages">[T]; receives A.</param>
    /// <exception cref="ArgumentException">The lengths differ, or γ or λ are out of range.</exception>
    public static void Gae(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> nextValues, ReadOnlySpan<bool> terminated,
        ReadOnlySpan<bool> truncated, double discount, double lambda, Span<float> advantages)
    {
        Unit(discount, nameof(discount));
        Unit(lambda, nameof(lambda));
        int steps = rewards.Length;
        if (values.Length != steps || nextValues.Length != steps || terminated.Length != steps || truncated.Length != steps
            || advantages.Length != steps)
        {
            throw new ArgumentException($"{steps} rewards need as many values, next values, ends and advantages; got {values.Length}, " +
                $"{nextValues.Length}, {terminated.Length}, {truncated.Length} and {advantages.Length}.", nameof(rewards));
        }
        double following = 0;
        for (int t = steps - 1; t >= 0; t--)
        {
            double next = terminated[t] ? 0 : nextValues[t];
            if (terminated[t] || truncated[t])
                following = 0;
            following = rewards[t] + discount * next - values[t] + discount * lambda * following;
            advantages[t] = (float)following;
        }
    }

    /// <summary>TD(λ) returns: the targets of a value function, A + V.</summary>
    /// <param name="advantages">A, the generalized advantage estimates, [T].</param>
    /// <param name="values">V(s_t), [T].</param>
    /// <param name="returns">[T]; receives the returns.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Lambda(ReadOnlySpan<float> advantages, ReadOnlySpan<float> values, Span<float> returns)
    {
        if (values.Length != advantages.Length || returns.Length != advantages.Length)
            throw new ArgumentException(
                $"{advantages.Length} advantages need as many values and returns; got {values.Length} and {returns.Length}.",
                nameof(values));
        for (int t = 0; t < returns.Length; t++)
            returns[t] = advantages[t] + values[t];
    }

    /// <summary>
    /// Generalized advantage estimates and TD(λ) returns of a buffer's rows, along the time of each copy: rollouts that follow one another
    /// are one piece of experience.
    /// </summary>
    /// <param name="rows">The rows; their ends count.</param>
    /// <param name="rewards">r, [P, N, 1], perhaps scaled.</param>
    /// <param name="values">V(s), [P, N, 1].</param>
    /// <param name="nextValues">V(s′), [P, N, 1].</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="lambda">λ in [0, 1].</param>
    /// <returns>A and A + V, [P, N, 1], of the current dispose scope.</returns>
    /// <exception cref="ArgumentException">A tensor has another size, or γ or λ are out of range.</exception>
    public static (Tensor Advantages, Tensor Returns) Gae(
        RolloutRows rows, Tensor rewards, Tensor values, Tensor nextValues, double discount, double lambda)
    {
        long[] shape = rows.Rewards.shape;
        foreach (Tensor column in (ReadOnlySpan<Tensor>)[rewards, values, nextValues])
        {
            if (!column.shape.SequenceEqual(shape))
            {
                throw new ArgumentException(
                    $"Rewards and values of the rows are [{string.Join(", ", shape)}], not [{string.Join(", ", column.shape)}].",
                    nameof(rewards));
            }
        }
        Tensor advantages = zeros(shape), returns = zeros(shape);
        using Tensor r = rewards.contiguous(), v = values.contiguous(), next = nextValues.contiguous();
        using Tensor ends = rows.Terminated.to_type(ScalarType.Bool).contiguous(),
            cuts = rows.Truncated.to_type(ScalarType.Bool).contiguous();
        int steps = rows.Count / rows.Environments;
        for (int start = 0; start < advantages.numel(); start += steps)
        {
            ReadOnlySpan<float> own = Part<float>(v, start, steps);
            Span<float> advantage = Part<float>(advantages, start, steps);
            Gae(Part<float>(r, start, steps), own, Part<float>(next, start, steps), Part<bool>(ends, start, steps),
                Part<bool>(cuts, start, steps),
                discount, lambda, advantage);
            Lambda(advantage, own, Part<float>(returns, start, steps));
        }
        return (advantages, returns);
    }

    private static Span<T> Part<T>(Tensor tensor, int start, int count)
        where T : struct
        => MemoryMarshal.Cast<byte, T>(tensor.bytes).Slice(start, count);

    private static void Unit(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "It lies in [0, 1].");
    }
}
