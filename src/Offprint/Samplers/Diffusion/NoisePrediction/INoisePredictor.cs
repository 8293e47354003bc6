using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>Predicts the noise in a noisy sample. Labels and guidance are closed over; the score is −ε/σ.</summary>
public interface INoisePredictor
{
    /// <summary>The noise levels that predictions assume.</summary>
    NoiseSchedule Schedule { get; }

    /// <summary>Predicts ε.</summary>
    /// <param name="x">Noisy samples [B, …]; not changed.</param>
    /// <param name="t">Their time.</param>
    /// <returns>ε, shaped like <paramref name="x"/>. The solver does not change it and takes no ownership.</returns>
    Tensor Predict(Tensor x, double t);

    /// <summary>Predicts ε of groups of samples, each group at a time of its own: what a search evaluates in one pass.</summary>
    /// <param name="x">Noisy samples [M, B, …]; not changed.</param>
    /// <param name="times">The groups' M times.</param>
    /// <returns>ε, shaped like <paramref name="x"/>.</returns>
    /// <remarks>Group by group unless a predictor knows better.</remarks>
    Tensor Predict(Tensor x, IReadOnlyList<double> times)
    {
        using var scope = NewDisposeScope();
        return stack([.. times.Select((t, group) => Predict(x.select(0, group), t))]).MoveToOuterDisposeScope();
    }
}

/// <summary>A predictor whose Jacobian is known.</summary>
public interface IDifferentiablePredictor : INoisePredictor
{
    /// <summary>The Jacobian ∂ε/∂x of each row.</summary>
    /// <param name="x">Noisy samples [B, D].</param>
    /// <param name="t">Their time.</param>
    /// <returns>[B, D, D].</returns>
    Tensor Jacobian(Tensor x, double t);
}

/// <summary>A predictor that is the sum of a main part and a guidance part, which a splitting solver treats in turn.</summary>
public interface IGuidedPredictor : INoisePredictor
{
    /// <summary>The main part: the prediction without guidance.</summary>
    INoisePredictor Main { get; }

    /// <summary>The guidance part: what is added to the main part.</summary>
    /// <param name="x">Noisy samples [B, …].</param>
    /// <param name="t">Their time.</param>
    /// <returns>The difference, shaped like <paramref name="x"/>.</returns>
    Tensor Guidance(Tensor x, double t);
}
