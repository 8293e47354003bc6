using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Surrogates;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>
/// Denoising diffusion optimization models (Krishnamoorthy, Mashkaria and Grover 2023): a diffusion model of designs given their score,
/// asked with classifier-free guidance for a score above all visible ones.
/// </summary>
public sealed record DiffusionInversion : IOfflineSearch
{
    private const int Further = 3; // t, the score, and whether it is told

    /// <summary>The widths of hidden layers. Default 1024, 1024.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];

    /// <summary>Passes over the visible designs. Default 1000.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 1000;

    /// <summary>Rows a batch. Default 256.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Adam's rate. Default 10⁻³.</summary>
    [Range(1e-12, 1e3)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The probability with which a row's score is hidden. Default 0.15.</summary>
    [Range(0.0, 1.0)]
    public double ConditionDropout { get; init; } = 0.15;

    /// <summary>γ: ε̂ = (1 + γ) ε̂(y) − γ ε̂(). Default 2.</summary>
    [Range(-1.0, 100.0)]
    public double Guidance { get; init; } = 2;

    /// <summary>Steps of the reverse equation. Default 200; its source takes 1000.</summary>
    [Range(1, 100_000)]
    public int Steps { get; init; } = 200;

    /// <summary>
    /// By how many deviations the score that is asked for exceeds the best visible one. Default 1, our choice; its source asks for the best
    /// hidden score.
    /// </summary>
    [Range(-100.0, 100.0)]
    public double Raise { get; init; } = 1;

    /// <summary>β from 0.01 to 2: standardized designs keep their variance, and lose their shape.</summary>
    internal static VpLinearSchedule Schedule { get; } = new(0.01, 2);

    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => "DDOM";

    /// <inheritdoc/>
    public SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed)
    {
        SearchProblem problem = new(data, words);
        LibTorch.EnsureLoaded();
        using Mlp network = new(new(problem.Dimension + Further, problem.Dimension, Hidden, Activation.Silu), [seed.Derive("network")]);
        Train(network, problem, seed);
        using var scope = NewDisposeScope();
        using TensorRandom random = new(seed.Derive("start"));
        INoisePredictor guided = new GuidedPredictor(
            Predictor(network, null), Predictor(network, problem.Outputs.Max() + Raise), 1 + Guidance);
        Tensor ends = new ReverseSde(seed.Derive("sampling")).Sample(guided, random.Normal([count, problem.Dimension]),
            TimeGrid.UniformTime(Schedule, Steps), new() { DenoiseLast = true }).X;
        return problem.ToDesigns(SearchProblem.ToMatrix(ends.unsqueeze(0)));
    }

    private static INoisePredictor Predictor(Mlp network, double? score) =>
        Predictors.FromNetwork(Schedule, Prediction.Noise, (x, t) => Noise(network, x.unsqueeze(0), t.view(1, -1, 1),
            full([1, x.shape[0], 1], (float)(score ?? 0)), full([1, x.shape[0], 1], score is null ? 0f : 1)).squeeze(0));

    private static Tensor Noise(Mlp network, Tensor x, Tensor t, Tensor score, Tensor told) =>
        network.Forward(cat([x, t, score * told, told], 2));

    private void Train(Mlp network, SearchProblem problem, Seed seed)
    {
        using var enabled = enable_grad();
        using var scope = NewDisposeScope();
        using TensorRandom random = new(seed.Derive("noise"));
        RandomStream times = seed.Derive("times").Stream();
        Adam adam = new(network.Parameters, new(LearningRate));
        var batches = new WeightedBatches(problem, BatchSize, seed.Derive("order").Stream());
        for (int batch = 0; batch < Epochs * batches.PerEpoch; batch++)
        {
            using var inner = NewDisposeScope();
            (Tensor x, Tensor y, Tensor weights) = batches.Next();
            Loss(network, x, y, weights, times, random).backward();
            adam.Step();
        }
    }

    /// <summary>E w |ε − ε̂|² at random times.</summary>
    private Tensor Loss(Mlp network, Tensor x, Tensor y, Tensor weights, RandomStream times, TensorRandom random)
    {
        int rows = (int)x.shape[1];
        float[] t = new float[rows], alpha = new float[rows], sigma = new float[rows], told = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            double time = times.NextUniform(Schedule.TEnd, Schedule.T);
            (t[i], alpha[i], sigma[i]) = ((float)time, (float)Schedule.Alpha(time), (float)Schedule.Sigma(time));
            told[i] = times.NextDouble() < ConditionDropout ? 0 : 1;
        }
        Tensor Column(float[] values) => tensor(values, [1, rows, 1]);
        Tensor noise = random.Normal(x.shape), noisy = x * Column(alpha) + noise * Column(sigma);
        return ((Noise(network, noisy, Column(t), y, Column(told)) - noise).Squared().mean([2], keepdim: true) * weights).mean();
    }
}
