using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>
/// Conditioning by adaptive sampling (Brookes, Park and Listgarten 2019): an autoencoder of visible designs is refitted to its own samples,
/// each counted by P(y ≥ γ | x) p₀(x|z)/q(x|z) with γ a quantile of their predicted values.
/// </summary>
/// <remarks>
/// Decoders are normal with unit variance about D(z); samples are their means, so that the ratio is exp(−½|D(z) − D₀(z)|²). The published
/// code draws from decoders with a deviation of their own, and letters from categorical ones.
/// </remarks>
[Kind("cbas")]
public sealed record CbasRule : SearchRule
{
    /// <summary>Latent coordinates. Default 32.</summary>
    [Range(1, 10_000)]
    public int Latent { get; init; } = 32;

    /// <summary>Units of both hidden layers of encoder and decoder. Default 256.</summary>
    [Range(1, 100_000)]
    public int Hidden { get; init; } = 256;

    /// <summary>Passes over the visible designs at first. Default 200.</summary>
    [Range(0, 100_000)]
    public int OfflineEpochs { get; init; } = 200;

    /// <summary>Rounds. Default 20.</summary>
    [Range(0, 10_000)]
    public int Rounds { get; init; } = 20;

    /// <summary>Samples a round. Default 1000.</summary>
    [Range(2, 1_000_000)]
    public int Samples { get; init; } = 1000;

    /// <summary>Passes over a round's samples. Default 10.</summary>
    [Range(0, 10_000)]
    public int RoundEpochs { get; init; } = 10;

    /// <summary>Rows a batch. Default 100.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 100;

    /// <summary>Adam's rate. Default 3·10⁻⁴.</summary>
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>The percentile of predicted values that is γ. Default 80.</summary>
    [Range(0.0, 100.0)]
    public double Percentile { get; init; } = 80;

    /// <inheritdoc/>
    protected override string Name => "CbAS";

    /// <inheritdoc/>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed)
    {
        int d = problem.Dimension;
        ConditionalVaeOptions options = new()
        {
            Hidden = [Hidden, Hidden], Latent = Latent, SumLatents = true, DivergenceWeight = 2.0 / d, // ½ Σ error² + divergence
        };
        using ConditionalVae model = new(1, d, [seed.Derive("model")], options);
        using PopulationRandom random = new([seed.Derive("samples")]);
        Fit(model, problem.Inputs, null, OfflineEpochs, random);
        using ParameterBuffer first = model.Decoder.Parameters.Snapshot();
        using ConditionalVae prior = new(1, d, [seed.Derive("model")], options);
        prior.Decoder.Parameters.CopyFrom(first);
        for (int round = 0; round < Rounds; round++)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            Tensor latent = random.Normal(Samples, Latent), condition = zeros(1, Samples, 1);
            Tensor x = model.Decode(condition, latent, frozen: true);
            Tensor ratio = ((x - prior.Decode(condition, latent, frozen: true)).Squared().sum([2]) * -0.5).exp().squeeze(0);
            double[] weights = Weigh(surrogate, x, ratio);
            Fit(model, SearchProblem.ToMatrix(x), weights, RoundEpochs, random);
        }
        using var last = NewDisposeScope();
        using var still = no_grad();
        return SearchProblem.ToMatrix(model.Decode(zeros(1, count, 1), random.Normal(count, Latent), frozen: true));
    }

    /// <summary>P(y ≥ γ | x) under the ensemble, times the ratio; of mean one.</summary>
    private double[] Weigh(MlpSurrogate surrogate, Tensor x, Tensor ratio)
    {
        (Tensor mean, Tensor logDeviation) = surrogate.Law(x);
        double[] predicted = [.. mean.mean([0]).to(ScalarType.Float64).contiguous().data<double>()];
        double bound = new DesignScore(predicted).Percentile(Percentile, PercentileRule.Linear);
        Tensor above = ((mean - bound) * (-logDeviation).exp() / Math.Sqrt(2)).erf().mean([0]).squeeze(1) * 0.5 + 0.5;
        double[] weights = [.. (above * ratio).to(ScalarType.Float64).contiguous().data<double>()];
        double sum = weights.Sum();
        return sum > 0 ? Array.ConvertAll(weights, w => w * weights.Length / sum) : Array.ConvertAll(weights, _ => 1.0);
    }

    private void Fit(ConditionalVae model, SampleMatrix points, double[]? weights, int epochs, PopulationRandom random)
    {
        using var enabled = enable_grad();
        Adam[] adams = [new(model.Encoder.Parameters, new(LearningRate)), new(model.Decoder.Parameters, new(LearningRate))];
        using var scope = NewDisposeScope();
        Tensor all = SearchProblem.ToTensor(points).squeeze(0);
        Tensor counts = weights is null ? ones(points.Rows, 1) : tensor(Array.ConvertAll(weights, w => (float)w), [points.Rows, 1]);
        int[] order = [.. Enumerable.Range(0, points.Rows)];
        int size = Math.Min(BatchSize, points.Rows);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Host(0).Shuffle<int>(order);
            for (int start = 0; start + size <= order.Length; start += size)
            {
                using var inner = NewDisposeScope();
                Tensor rows = tensor(Array.ConvertAll(order[start..(start + size)], i => (long)i));
                Tensor x = all.index_select(0, rows).unsqueeze(0), weight = counts.index_select(0, rows).unsqueeze(0);
                (Tensor error, Tensor divergence) = model.Terms(zeros(1, size, 1), x, random.Normal(size, Latent), weight);
                (error + divergence * model.Options.DivergenceWeight).sum().backward();
                foreach (Adam adam in adams)
                    adam.Step();
            }
        }
    }
}
