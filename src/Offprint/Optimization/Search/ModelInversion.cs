using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>
/// Model inversion networks (Kumar and Levine 2020): a generator x = G(z, y) learns designs of a score against a Wasserstein critic with a
/// gradient penalty, and is asked for designs of a score above all visible ones.
/// </summary>
/// <remarks>
/// $$L_C = \mathbb{E}\,w\,[C(G(z,y),y) - C(x,y)] + \kappa\,\mathbb{E}\,w\,(|\nabla_{\hat x} C(\hat x, y)| - 1)^2,\qquad L_G =
/// -\mathbb{E}\,w\,C(G(z,y),y),$$
/// with x̂ at random between x and G(z, y), and w larger for rare good scores.
/// </remarks>
public sealed record ModelInversion : IOfflineSearch
{
    /// <summary>Latent coordinates. Default 32.</summary>
    [Range(1, 10_000)]
    public int Latent { get; init; } = 32;

    /// <summary>The widths of hidden layers of generator and critic. Default 1024, 1024.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];

    /// <summary>Passes over the visible designs. Default 200.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 200;

    /// <summary>Rows a batch. Default 128.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Batches of the critic for one of the generator. Default 10.</summary>
    [Range(1, 1000)]
    public int CriticSteps { get; init; } = 10;

    /// <summary>κ. Default 10.</summary>
    [Range(0.0, 1e6)]
    public double Penalty { get; init; } = 10;

    /// <summary>Adam's rate of both, with β₁ = 0 and β₂ = 0.9. Default 2·10⁻⁴.</summary>
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>By how many deviations the score that is asked for exceeds the best visible one. Default 1, our choice.</summary>
    [Range(-100.0, 100.0)]
    public double Raise { get; init; } = 1;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => "MINs";

    /// <inheritdoc/>
    public SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed)
    {
        SearchProblem problem = new(data, words);
        LibTorch.EnsureLoaded();
        using Mlp generator = Network(Latent + 1, problem.Dimension, seed.Derive("generator"));
        using Mlp critic = Network(problem.Dimension + 1, 1, seed.Derive("critic"));
        using TensorRandom random = new(seed.Derive("noise"));
        Train(generator, critic, problem, random, seed.Derive("order").Stream());
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor wished = full([1, count, 1], (float)(problem.Outputs.Max() + Raise));
        return problem.ToDesigns(SearchProblem.ToMatrix(generator.Forward(cat([random.Normal([1, count, Latent]), wished], 2))));
    }

    private Mlp Network(int inputs, int outputs, Seed seed) => new(new(inputs, outputs, Hidden, Activation.LeakyRelu), [seed]);

    private void Train(Mlp generator, Mlp critic, SearchProblem problem, TensorRandom random, RandomStream order)
    {
        using var enabled = enable_grad();
        using var scope = NewDisposeScope();
        AdamOptions rate = new(LearningRate, Beta1: 0, Beta2: 0.9);
        Adam generatorAdam = new(generator.Parameters, rate), criticAdam = new(critic.Parameters, rate);
        var batches = new WeightedBatches(problem, BatchSize, order);
        for (int batch = 0; batch < Epochs * batches.PerEpoch; batch++)
        {
            using var inner = NewDisposeScope();
            (Tensor x, Tensor y, Tensor weights) = batches.Next();
            Tensor noise = cat([random.Normal([1, x.shape[1], Latent]), y], 2);
            CriticLoss(critic, x, Made(generator, noise), y, weights, random.Uniform([1, x.shape[1], 1])).backward();
            criticAdam.Step();
            if ((batch + 1) % CriticSteps != 0)
                continue;
            Tensor made = generator.Forward(noise);
            (critic.ForwardFrozen(cat([made, y], 2)) * weights).mean().neg().backward();
            generatorAdam.Step();
        }
    }

    private static Tensor Made(Mlp generator, Tensor noise)
    {
        using var guard = no_grad();
        return generator.Forward(noise);
    }

    /// <summary>L_C of a batch, with gradients to the critic.</summary>
    /// <param name="critic">C.</param>
    /// <param name="x">Designs, [1, B, d].</param>
    /// <param name="made">Generated designs, [1, B, d].</param>
    /// <param name="y">Scores, [1, B, 1].</param>
    /// <param name="weights">w, [1, B, 1].</param>
    /// <param name="places">Where between both the slope is looked at, in [0, 1], [1, B, 1].</param>
    internal Tensor CriticLoss(Mlp critic, Tensor x, Tensor made, Tensor y, Tensor weights, Tensor places)
    {
        Tensor Value(Tensor at) => critic.Forward(cat([at, y], 2));
        Tensor slopes = Derivatives.Gradient(Value, x + places * (made - x), createGraph: true);
        Tensor steepness = (slopes.Squared().sum([2], keepdim: true) + 1e-12).sqrt() - 1;
        return ((Value(made) - Value(x) + steepness.Squared() * Penalty) * weights).mean();
    }
}
