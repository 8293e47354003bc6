using System.Diagnostics;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>Trains an ensemble, measures its sharpness, searches it, and measures what the searches propose.</summary>
internal sealed class SearchRun
{
    private const int LogEvery = 64, PathEvery = 10;

    private readonly SearchSettings _settings;
    private readonly RunContext _context;
    private readonly IDesignTask _task;
    private readonly SearchProblem _problem;

    public SearchRun(SearchSettings settings, RunContext context)
    {
        (_settings, _context, _task) = (settings, context, settings.Problem.Create());
        _problem = new(_task.Visible, _task.Words, settings.Standardizes);
    }

    public SearchResult Run()
    {
        Seed seed = _context.Seeds[0];
        var clock = Stopwatch.StartNew();
        using SurrogateFit fit = SurrogateTrainer.Fit(_problem, _settings.Training, _settings.Members, seed.Derive("training"), LogEvery,
            (epoch, surrogate) =>
            {
                _context.Report(epoch, 1.5 * _settings.Training.Epochs, $"epoch {epoch}");
                if (_context.IsMarking)
                    _context.Mark<float>($"epoch {epoch}", surrogate.Network.Parameters.ValueSpan);
            });
        double milliseconds = clock.Elapsed.TotalMilliseconds / Math.Max(1, fit.Steps);
        return new(
            Digits(Sharpness.GradientNorms(fit.Surrogate, _problem.Rows(fit.TrainingRows))),
            Digits(Sharpness.GradientNorms(fit.Surrogate, _problem.Rows(fit.ValidationRows))),
            Digit(fit.Error(_problem, fit.TrainingRows, Aggregation.First)),
            Digit(fit.Error(_problem, fit.ValidationRows, Aggregation.First)),
            [.. fit.Moments.Select(m => new CoursePoint(m.Step, Digit(m.Norms[0]), Digit(m.Multipliers[0])))],
            [.. _settings.Rules.Select((rule, i) => Search(rule, i, fit.Surrogate, seed))], milliseconds);
    }

    private RuleResult Search(SearchRule rule, int place, MlpSurrogate surrogate, Seed seed)
    {
        _context.Report(2 + (double)place / _settings.Rules.Count, 3, rule.Label);
        IReadOnlyList<AscentMoment> path = rule is GradientAscentRule { Aggregation: Aggregation.First } ascent
            ? ascent.Path(surrogate, _problem, _settings.Candidates, _settings.PathEvery ?? PathEvery) : [];
        SampleMatrix found = path.Count > 0 ? path[^1].Points
            : rule.Search(surrogate, _problem, _settings.Candidates, seed.Derive(rule.Label));
        (DesignOracle oracle, Aggregation how) = (new(_task), rule is GradientAscentRule a ? a.Aggregation : Aggregation.Mean);
        DesignScore score = Score(found, oracle);
        double[] norms = Sharpness.GradientNorms(surrogate, found);
        return new(rule, Digit(score.Greatest), Digit(score.Percentile(80, PercentileRule.Nearest)),
            Digit(score.Median(PercentileRule.Nearest)), Predicted(surrogate.Predict(found, how)),
            Digit(how == Aggregation.First ? norms[0] : norms.Average()), [.. path.Select(m =>
            {
                DesignScore at = Score(m.Points, oracle);
                return new PathPoint(m.Step, Digit(at.Greatest), Digit(at.Median(PercentileRule.Nearest)), Predicted(m.Predicted));
            })]);
    }

    private DesignScore Score(SampleMatrix points, DesignOracle oracle) => new(oracle.Score(_problem.ToDesigns(points)));

    /// <summary>The median of standardized predictions as a normalized score.</summary>
    private double Predicted(IReadOnlyList<double> values)
    {
        Standardizer scale = _task.Visible.ScoreScale;
        double raw = new DesignScore(values).Median(PercentileRule.Nearest) * scale.Deviation[0] + scale.Mean[0];
        return Digit((raw - _task.Range.Least) / (_task.Range.Greatest - _task.Range.Least));
    }

    private static double[] Digits(double[] values) => Array.ConvertAll(values, Digit);

    private static double Digit(double value) => StoredNumbers.Significant(value, 6);
}
