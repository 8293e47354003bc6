using Offprint.Datasets.Images;
using Offprint.Experiments;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Pretrained;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.SolverSearch;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>One cell of <see cref="DigitSearch"/>: the search, resumed from its archive if it was stopped, and the finals.</summary>
internal sealed class DigitSearchRun(DigitSearchSettings settings, RunContext context)
{
    private const int Rows = 250; // images a pass of the network: beyond it, activations leave the cache
    private const int ReferenceSteps = 20;
    private readonly ImageDataset _digits = Digits.Load28();
    private readonly NoiseSchedule _noise = DigitDenoiser.Schedule;

    public DigitSearchResult Run()
    {
        using var classifier = DigitClassifier.LoadOrTrain(context.Artifacts, settings.Classifier, Training, context.Cancellation);
        using var denoiser = DigitDenoiser.LoadOrTrain(context.Artifacts, settings.Denoiser, Training, context.Cancellation);
        using var scope = NewDisposeScope();
        var (law, real) = Laws(classifier);
        var model = DigitDenoiser.Predictor(denoiser, null);
        FrechetObjective Objective(Seed seed, int images) => new(model, Start(seed, images), x => Features(classifier, x), law, Rows);

        var solvers = settings.Known.Of(settings.Evaluations);
        var archive = Search(Objective(new Seed(1).Derive("search"), settings.ProxyImages),
            [.. solvers.Select(s => s.Schedule(_noise, settings.Evaluations))]);
        var known = archive.Entries.Take(solvers.Count).ToList();
        var finalists = known.Select((e, i) => (Solver: solvers[i], e.Schedule, e.Score)).OrderBy(e => e.Score)
            .Take(settings.Finalists).ToList();
        SolverSchedule[] compared = [archive.Best.Schedule, .. finalists.Select(f => f.Schedule)];
        var scores = new List<IReadOnlyList<double>>();
        foreach (var seed in context.Seeds)
        {
            using var inner = NewDisposeScope();
            context.Report(0.75 + 0.25 * scores.Count / context.Seeds.Count, 1, "final evaluations");
            scores.Add(Objective(seed.Derive("final"), settings.FinalImages).Evaluate(compared, context.Cancellation));
        }
        DigitFinal Final(KnownSolver? solver, int i) => new(solver, [.. scores.Select(s => s[i])], Show(model, compared[i]));
        double[] best = archive.BestSoFar();
        return new DigitSearchResult(
            [.. Enumerable.Range(0, best.Length).Where(i => i == 0 || best[i] < best[i - 1]).Select(i => new Improvement(i + 1, best[i]))],
            known.Count, best.Length, [.. known.Select(e => e.Score)], compared[0], Final(null, 0),
            [.. finalists.Select((f, i) => Final(f.Solver, i + 1))],
            Reference(model, Objective(context.Seeds[0].Derive("final"), settings.FinalImages)), real);
    }

    private SearchArchive Search(IScheduleObjective objective, IReadOnlyList<SolverSchedule> known)
    {
        SearchArchive? archive = null;
        int marked = 0;
        void Report(SearchArchive a)
        {
            context.Report(0.75 * a.Entries.Count, settings.Search.Evaluations, $"best {a.Best.Score:F2}");
            for (; marked < a.Entries.Count; marked++) // one by one: a search that was resumed makes the same marks
                context.Mark($"evaluation {marked + 1}", [a.Entries[marked].Score]);
        }
        SearchArchive Go(string folder)
        {
            using var predictor = new LstmSchedulePredictor(_noise, settings.Predictor);
            return new ScheduleSearch(objective, settings.Search, predictor).Run(known, new Seed(1), Path.Combine(folder, "archive.json"),
                Report, context.Cancellation);
        }
        string folder = context.Artifacts.GetOrCreate(ArtifactKey.Of("schedule-search", settings) with { IsOwn = true }, partial =>
            archive = Go(partial), context.Cancellation);
        return archive ?? Go(folder);
    }

    private DigitFinal Reference(INoisePredictor model, FrechetObjective objective)
    {
        context.Report(0.97, 1, "reference");
        var fine = SolverSchedules.DpmSolverPlusPlus(TimeGrid.UniformLambda(_noise, ReferenceSteps));
        return new(null, objective.Evaluate([fine], context.Cancellation), Show(model, fine));
    }

    private byte[] Show(INoisePredictor model, SolverSchedule schedule)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var images = new ScheduleBatch(model).Sample([schedule], Start(new Seed(1).Derive("shown"), 10));
        return (images.clamp(-1, 1) * 127.5 + 127.5).round().to(ScalarType.Byte).contiguous().data<byte>().ToArray();
    }

    private (GaussianFit Law, double Real) Laws(ConvClassifier classifier)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var law = GaussianFit.Of(Features(classifier, _digits.ToTensor()).ToSampleMatrix());
        var test = Features(classifier, _digits.ToTensor(DataSplit.Test).narrow(0, 0, settings.FinalImages));
        return (law, SampleDistances.Frechet(GaussianFit.Of(test.ToSampleMatrix()), law));
    }

    private Tensor Start(Seed seed, int images)
    {
        using var random = new TensorRandom(seed);
        return random.Normal([images, 1, _digits.Height, _digits.Width]) * _noise.Sigma(_noise.T);
    }

    /// <summary>Features of images as they would be stored: clipped to the legal range.</summary>
    private static Tensor Features(ConvClassifier classifier, Tensor images) =>
        cat([.. images.clamp(-1, 1).split(500).Select(classifier.FeaturesOf)]);

    /// <summary>Training, where a network is not there yet, counts as no share of this cell: the networks are shared by all.</summary>
    private void Training(double done, double total, string? detail) => context.Report(0, 1, $"{detail}, {done / total:P0}");
}
