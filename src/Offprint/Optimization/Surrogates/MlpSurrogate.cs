using Offprint.Cards;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>How the members of an ensemble become one value.</summary>
public enum Aggregation
{
    /// <summary>The first member alone.</summary>
    First,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The least of them, point by point; what the reference code does under the name "mean", too.</summary>
    Least,
}

/// <summary>A network that stands for the unknown function: an ensemble of P members over standardized designs.</summary>
/// <remarks>
/// Under <see cref="SurrogateLoss.Likelihood"/> a second output is the log-deviation, bounded by two trained numbers that begin at log 0.1
/// and log 0.2:
/// $$\log\sigma = \ell + \mathrm{softplus}(s - \ell),\qquad s = u - \mathrm{softplus}(u - v).$$
/// </remarks>
public sealed class MlpSurrogate : IDisposable, IDescribable
{
    private static readonly double s_low = Math.Log(0.1), s_high = Math.Log(0.2);

    /// <summary>Makes the networks.</summary>
    /// <param name="inputs">d.</param>
    /// <param name="options">Sizes and loss.</param>
    /// <param name="seeds">One a member.</param>
    public MlpSurrogate(int inputs, SurrogateOptions options, IReadOnlyList<Seed> seeds)
    {
        Options = options;
        bool gives = options.Loss == SurrogateLoss.Likelihood;
        Network = new(new(inputs, gives ? 2 : 1, options.Hidden, options.Activation, FreeOutputs: gives ? 2 : 0), seeds);
    }

    /// <summary>Sizes and loss.</summary>
    public SurrogateOptions Options { get; }

    /// <summary>The networks.</summary>
    public Mlp Network { get; }

    /// <summary>P.</summary>
    public int Population => Network.Population;

    /// <summary>g(x), with gradients to the parameters.</summary>
    /// <param name="x">[P|1, n, d].</param>
    /// <returns>[P, n, 1].</returns>
    public Tensor Mean(Tensor x) => Network.Forward(x).narrow(2, 0, 1);

    /// <summary>h: the mean output of each member.</summary>
    /// <param name="x">[P|1, n, d].</param>
    /// <returns>[P].</returns>
    public Tensor MeanOutput(Tensor x) => Mean(x).mean([1, 2]);

    /// <summary>g(x) of some members, with gradients to x only.</summary>
    /// <param name="x">[members|1, n, d].</param>
    /// <param name="members">How many, from the first; all if null.</param>
    /// <returns>[members, n, 1].</returns>
    public Tensor FrozenMean(Tensor x, int? members = null) => Network.ForwardFrozen(x, members).narrow(2, 0, 1);

    /// <summary>The ensemble as one function, with gradients to x only.</summary>
    /// <param name="x">[1, n, d].</param>
    /// <param name="how">How members become one value.</param>
    /// <returns>[n].</returns>
    public Tensor Value(Tensor x, Aggregation how)
    {
        Tensor each = FrozenMean(x, how == Aggregation.First ? 1 : null).squeeze(2);
        return how == Aggregation.Least ? each.amin([0]) : each.mean([0]);
    }

    /// <summary>The ensemble's values at some points.</summary>
    /// <param name="points">[n, d].</param>
    /// <param name="how">How members become one value.</param>
    /// <returns>[n].</returns>
    public double[] Predict(SampleMatrix points, Aggregation how)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return [.. Value(SearchProblem.ToTensor(points), how).to(ScalarType.Float64).contiguous().data<double>()];
    }

    /// <summary>The value at points and its gradient by them.</summary>
    /// <param name="x">[1, n, d].</param>
    /// <param name="how">How members become one value.</param>
    /// <returns>[n] and [1, n, d], of the current dispose scope.</returns>
    public (Tensor Value, Tensor Gradient) ValueAndGradient(Tensor x, Aggregation how)
    {
        using var enabled = enable_grad();
        Tensor input = x.detach().requires_grad_(true), value = Value(input, how);
        return (value.detach(), autograd.grad([value.sum()], [input])[0]);
    }

    /// <summary>Mean and log-deviation of each member, with gradients to the parameters.</summary>
    /// <param name="x">[P|1, n, d].</param>
    /// <returns>Both [P, n, 1].</returns>
    /// <exception cref="InvalidOperationException">The surrogate gives no deviation.</exception>
    public (Tensor Mean, Tensor LogDeviation) Law(Tensor x)
    {
        if (Options.Loss != SurrogateLoss.Likelihood)
            throw new InvalidOperationException($"A surrogate that is fitted by {Options.Loss} gives no deviation.");
        Tensor outputs = Network.Forward(x), free = Network.Free;
        return (outputs.narrow(2, 0, 1),
            SoftBound.Of(outputs.narrow(2, 1, 1), free.narrow(2, 0, 1) + s_low, free.narrow(2, 1, 1) + s_high));
    }

    /// <summary>The loss of each member on a batch.</summary>
    /// <param name="x">[P|1, B, d].</param>
    /// <param name="y">[P|1, B, 1].</param>
    /// <param name="weights">How much each row counts, [P, B, 1]; <see langword="null"/> for one.</param>
    /// <returns>[P].</returns>
    public Tensor Loss(Tensor x, Tensor y, Tensor? weights = null)
    {
        Tensor each;
        if (Options.Loss == SurrogateLoss.Likelihood)
        {
            (Tensor mean, Tensor logDeviation) = Law(x);
            each = ((y - mean) * (-logDeviation).exp()).Squared() * 0.5 + logDeviation + DiagonalGaussian.LogRoot2Pi;
        }
        else if (Options.Loss == SurrogateLoss.ListNet)
        {
            // A cross-entropy is a sum over the list, and the mean below is taken over as many rows.
            each = nn.functional.softmax(y, 1) * nn.functional.log_softmax(Mean(x), 1) * -(double)y.shape[1];
        }
        else
        {
            each = (Mean(x) - y).Squared();
        }
        return (weights is null ? each : each * weights).mean([1, 2]);
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Surrogate fitted by {Options.Loss}") { Facts = Network.Describe().Facts };

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
