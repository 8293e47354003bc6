using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Samples a guided mixture with every method from the same noise and compares with a fine reference.</summary>
internal sealed class GuidedSampling(GuidedMixtureSettings settings, RunContext context)
{
    private static readonly Seed s_data = new(2023); // the data are the same for all seeds: seeds draw labels and noise

    private readonly NoiseSchedule _schedule = new VpLinearSchedule();
    private double _done;

    public GuidedMixtureResult Run()
    {
        using var guard = no_grad();
        using var data = Data();
        var score = new MagnitudeScore(Moments(data, out double[] deviations), deviations);
        var seeds = context.Seeds.Select(seed => OneSeed(data, score, seed)).ToList();
        var rows = new List<GuidedRow>();
        for (int i = 0; i < seeds[0].Rows.Count; i++)
        {
            var (method, steps, outside) = (seeds[0].Rows[i].Method, seeds[0].Rows[i].Steps, seeds[0].Rows[i].Outside);
            rows.Add(new GuidedRow(method, steps, [.. seeds.Select(s => s.Rows[i].Score)], [.. seeds.Select(s => s.Rows[i].Distance)],
                [.. seeds.Select(s => s.Rows[i].Artifacts)], outside is null ? null : [.. seeds.Select(s => s.Rows[i].Outside!.Value)]));
        }
        return new GuidedMixtureResult(rows, [.. seeds.Select(s => s.Reference)]);
    }

    private (List<Row> Rows, double Reference) OneSeed(GaussianMixture data, MagnitudeScore score, Seed seed)
    {
        using var scope = NewDisposeScope();
        using var random = new TensorRandom(seed.Derive("guided mixture"));
        long classes = data.Labels!.max().item<long>() + 1;
        var labels = random.Integers(classes, [settings.Paths]);
        var start = random.Normal([settings.Paths, data.Dimension], data.Means.dtype) * _schedule.Sigma(_schedule.T);
        var guided = Predictors.Guided(data.Predictor(_schedule), data.Predictor(_schedule, labels), settings.Scale);
        var reference = Sample(guided, start, new LinearMultistepSolver(new LinearMultistepOptions(4)), settings.ReferenceSteps, null);
        var rows = new List<Row>();
        foreach (SolverOptions method in settings.Methods)
        {
            foreach (int steps in settings.Steps)
                rows.Add(Measure(guided, start, reference, score, method, steps));
        }
        return (rows, score.Score(reference));
    }

    private Row Measure(GuidedPredictor guided, Tensor start, Tensor reference, MagnitudeScore score, SolverOptions method,
        int steps)
    {
        using var scope = NewDisposeScope();
        var multistep = settings.Problem == GuidedProblem.Digits ? null : (method as LinearMultistepOptions)?.Method;
        var probe = multistep is null ? null : new StabilityProbe(guided, StabilityRegion.Of(multistep).RealAxisLimit(), Grid(steps));
        var x = Sample(guided, start, method.Create(), steps, probe);
        double[] scores = score.Scores(x);
        double distance = Math.Sqrt((x - reference).to(ScalarType.Float64).Squared().mean().item<double>());
        // Pool 1 and vectors: a sample's score is its largest |z|, or zero below the threshold.
        return new Row(method, steps, scores.Average(), distance, scores.Count(s => s > 0) / (double)scores.Length, probe?.Share);
    }

    private Tensor Sample(INoisePredictor model, Tensor start, IDiffusionSolver solver, int steps, StabilityProbe? probe)
    {
        double total = context.Seeds.Count * (settings.ReferenceSteps + settings.Methods.Count * (double)settings.Steps.Sum());
        context.Report(_done, total, solver.Name);
        var options = new SampleOptions { Observe = probe is null ? null : probe.Observe };
        var x = solver.Sample(model, start, Grid(steps), options, context.Cancellation).X;
        _done += steps;
        return x;
    }

    private TimeGrid Grid(int steps) => TimeGrid.UniformLambda(_schedule, steps);

    private GaussianMixture Data() => settings.Problem switch
    {
        GuidedProblem.Plane => MixtureProblems.TwoClasses(s_data),
        GuidedProblem.Sixteen => MixtureProblems.SixteenDimensions(s_data),
        _ => MixtureProblems.DigitDensity(bandwidth: 0.15),
    };

    /// <summary>The exact mean and standard deviation of each coordinate.</summary>
    private static double[] Moments(GaussianMixture data, out double[] deviations)
    {
        using var scope = NewDisposeScope();
        var weights = data.LogWeights.to(ScalarType.Float64).exp().unsqueeze(1);
        var means = data.Means.to(ScalarType.Float64);
        var mean = (weights * means).sum([0]);
        var square = (weights * (means.Squared() + data.Std.to(ScalarType.Float64).Squared().unsqueeze(1))).sum([0]);
        deviations = [.. (square - mean.Squared()).sqrt().data<double>()];
        return [.. mean.data<double>()];
    }

    private sealed record Row(SolverOptions Method, int Steps, double Score, double Distance, double Artifacts, double? Outside);
}
