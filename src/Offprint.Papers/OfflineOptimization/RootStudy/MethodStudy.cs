using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Models;
using Offprint.Optimization.Search;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>The methods that ROOT is compared with.</summary>
public sealed class MethodStudy : Experiment<MethodSettings, MethodResult>
{
    /// <inheritdoc/>
    public override string Name => "methods";

    /// <inheritdoc/>
    public override string Title => "Designs of other methods";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<MethodSettings>> Cells(Profile profile)
    {
        int[] seeds = RootSizes.Seeds(profile);
        return
        [
            .. RootSizes.Problems(profile).SelectMany(problem => Methods(problem, profile).Select(m => new MethodSettings(problem, m))
                    .Concat(RootSizes.Shares(problem, profile).Select(share => new MethodSettings(problem, Process(problem), share))))
                .Select(settings => Cell.Of(settings, seeds) with { Cost = settings.Method is ProcessMethod ? 1 : 20 }),
        ];
    }

    /// <inheritdoc/>
    public override MethodResult Run(Cell<MethodSettings> cell, RunContext context)
    {
        MethodSettings settings = cell.Settings;
        var measuring = new Measuring(settings.Problem, settings.Share);
        return new(measuring.Data.Count, measuring.BestVisible, [.. context.Seeds.Select((seed, i) =>
        {
            context.Report(i, context.Seeds.Count, $"{settings.Method.Label}, seed {seed.Value}");
            SampleMatrix designs = settings.Method.Method.Propose(measuring.Data, measuring.Words, settings.Candidates, seed);
            context.Mark<float>($"seed {seed.Value}", designs.Values);
            using GaussianProcess? process = (settings.Method as ProcessMethod)?.Search.Fit(measuring.Data, seed);
            return measuring.Outcome(designs, keeps: true, process);
        })]);
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(MethodSettings settings) =>
        settings.Method is ProcessMethod ? null : NetworkKernels.Version;

    private static ProcessMethod Process(DesignProblem problem) =>
        new(RootSizes.AreWords(problem) ? ProcessAscent.Words : ProcessAscent.Continuous);

    /// <summary>ListNet; words are left by larger steps.</summary>
    private static SurrogateSearch Ranking(bool words) => words
        ? SurrogateSearch.ListNet with { Rule = new GradientAscentRule { Steps = 100, StepSize = 0.1, UsesAdam = true } }
        : SurrogateSearch.ListNet;

    private static IEnumerable<DesignMethod> Methods(DesignProblem problem, Profile profile)
    {
        bool words = RootSizes.AreWords(problem);
        return [Process(problem), .. Searches(words, profile).Select(search => new SurrogateMethod(search)), .. Generators(profile)];
    }

    private static SurrogateSearch[] Searches(bool words, Profile profile) => profile switch
    {
        Profile.Smoke => [SurrogateSearch.GradientAscent.Sized([32, 32], 2)],
        Profile.Standard =>
        [
            SurrogateSearch.GradientAscent.Sized([256, 256], 15), SurrogateSearch.EnsembleMean.Sized([256, 256], 5),
            SurrogateSearch.Reinforce.Sized([256], 5) with { Rule = new ReinforceRule { Samples = 512 } },
            SurrogateSearch.CmaEs.Sized([256], 5) with { Rule = new CmaRule { Starts = 32, Generations = 50 } },
            SurrogateSearch.Coms(words).Sized([256, 256], 1), Ranking(words).Sized([256, 256], 15),
            SurrogateSearch.EnsembleLeast.Sized([256, 256], 5), SurrogateSearch.Bayesian.Sized([256], 5),
            SurrogateSearch.Cbas.Sized([256], 5) with { Rule = new CbasRule { OfflineEpochs = 20, Rounds = 10 } },
        ],
        _ =>
        [
            SurrogateSearch.GradientAscent, SurrogateSearch.EnsembleMean, SurrogateSearch.EnsembleLeast, SurrogateSearch.Reinforce,
            SurrogateSearch.CmaEs, SurrogateSearch.Cbas, SurrogateSearch.Bayesian, SurrogateSearch.TriMentoring(words),
            SurrogateSearch.Coms(words), Ranking(words),
        ],
    };

    /// <summary>Generators need an hour on two cores before they are trained: they belong to the published configuration.</summary>
    private static DesignMethod[] Generators(Profile profile) =>
        profile == Profile.Paper ? [new InversionMethod(new()), new DiffusionMethod(new())] : [];
}
