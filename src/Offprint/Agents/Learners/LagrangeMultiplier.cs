using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Learners;

/// <summary>A positive number a member that is learned: a temperature exp(w) or a multiplier softplus(w).</summary>
public sealed class LagrangeMultiplier
{
    private readonly bool _softplus;

    /// <summary>Makes the numbers.</summary>
    /// <param name="population">P.</param>
    /// <param name="initial">Their first value, positive.</param>
    /// <param name="softplus">Whether the number is softplus(w) and not exp(w).</param>
    public LagrangeMultiplier(int population, double initial, bool softplus = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initial);
        _softplus = softplus;
        Parameters = new ParameterBuffer(population, [new ParameterSpec("w", [1, 1])]);
        Parameters.ValueSpan.Fill((float)(softplus ? Math.Log(Math.Exp(initial) - 1) : Math.Log(initial)));
    }

    /// <summary>w.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>w as a tensor, [P, 1, 1]; gradients reach it.</summary>
    public Tensor Weight => Parameters["w"];

    /// <summary>
    /// Adds to w's gradient that of the loss by which a temperature exp(w) holds an entropy: its value, or its logarithm, times what the
    /// entropy exceeds the target by.
    /// </summary>
    /// <remarks>∂(e^w x)/∂w is the loss itself, ∂(w x)/∂w is x: no graph is needed, whose pass took longer than the rest.</remarks>
    /// <param name="logProb">Log-densities of sampled actions, [P, B, 1].</param>
    /// <param name="target">The entropy to hold.</param>
    /// <param name="ofLogarithm">Whether w stands for the value, as in some codes. Default: no.</param>
    /// <returns>The loss, [P], without a graph.</returns>
    internal Tensor HoldEntropy(Tensor logProb, double target, bool ofLogarithm = false)
    {
        using var guard = no_grad();
        Tensor excess = -logProb.mean([1, 2], keepdim: true) - target, loss = (ofLogarithm ? Weight : Value()) * excess;
        Parameters.Gradients!.add_((ofLogarithm ? excess : loss).view(-1));
        return loss.view(-1);
    }

    /// <summary>The number, [P, 1, 1]; gradients reach w.</summary>
    /// <returns>A tensor of the current dispose scope.</returns>
    public Tensor Value() => _softplus ? nn.functional.softplus(Weight) : Weight.exp();
}
