using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Benchmarks;

/// <summary>Single operations, measured by BenchmarkDotNet with their allocations.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks
{
    private readonly double[] _sample = new double[100];
    private ParameterBuffer _parameters = null!;
    private Adam _adam = null!;
    private INoisePredictor _mixture = null!;
    private Tensor _points = null!;

    /// <summary>Runs all of them in this process, which has libtorch loaded.</summary>
    /// <returns>0.</returns>
    internal static int Run()
    {
        BenchmarkRunner.Run<MicroBenchmarks>(DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        return 0;
    }

    [GlobalSetup]
    public void SetUp()
    {
        LibTorch.EnterWorker();
        new RandomStream(new Seed(1)).FillNormal(_sample);
        _parameters = new ParameterBuffer(5, [new ParameterSpec("w", [256, 256])]);
        _adam = new Adam(_parameters);
        var random = new TensorRandom(new Seed(1));
        _mixture = GaussianMixture.KernelDensity(random.Normal([1797, 64]), 0.15).Predictor(new VpLinearSchedule());
        _points = random.Normal([100, 64]);
    }

    [Benchmark(Description = "Adam step, 327,680 parameters")]
    public void AdamStep() => _adam.Step();

    [Benchmark(Description = "Exact score, 100 × 1,797 × 64, float32")]
    public void MixtureScore()
    {
        using var guard = no_grad();
        _mixture.Predict(_points, 0.5).Dispose();
    }

    [Benchmark(Description = "BCa interval of a mean, n = 100, 10,000 resamples")]
    public Interval BootstrapMean() => Bootstrap.Of(_sample, sample =>
    {
        double sum = 0;
        foreach (double value in sample)
            sum += value;
        return sum / sample.Length;
    });
}
