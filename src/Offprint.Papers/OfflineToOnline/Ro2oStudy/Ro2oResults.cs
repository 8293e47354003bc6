using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>A training that goes on online, and what it is judged by; numbers of each seed in points of the normalized score.</summary>
/// <param name="run">The training.</param>
internal sealed class OnlineRun(MethodResult run)
{
    private const int LastEvaluations = 4; // of twenty

    private readonly OnlineCourse _course = OnlineCourse.Of(run);

    /// <summary>Its metrics and scores.</summary>
    public MethodResult Run => run;

    /// <summary>The two evaluations of the policy at the switch, averaged: the last offline and the one before the first step.</summary>
    public double[] AtSwitch => OnlineCourse.MeanOf(run.Scores.Skip(_course.Switch - 1).Take(2));

    /// <summary>The last fifth of the online evaluations, averaged.</summary>
    public double[] Final => OnlineCourse.MeanOf(_course.Scores.Skip(1).TakeLast(LastEvaluations));

    /// <summary>The lowest score in the first fifth of the online evaluations.</summary>
    public double[] LowestEarly => _course.LowestEarly;

    /// <summary>All online evaluations, averaged.</summary>
    public double[] Online => _course.Mean;

    /// <summary>The score at the switch less the lowest of the first fifth of the online evaluations.</summary>
    public double[] Drop => _course.Drop;

    /// <summary>One minus the mean online score, 1 for an expert.</summary>
    public double[] Regret => [.. _course.Regret(100).Select(points => points / 100)];

    /// <summary>The mean length of the episodes that are evaluated at the switch, in steps.</summary>
    public double[] LengthAtSwitch => Lengths[_course.Switch];

    /// <summary>The same in the last evaluation.</summary>
    public double[] LastLength => Lengths[^1];

    private IReadOnlyList<double[]> Lengths => run.Lengths ?? throw new MissingResultsException("There are no lengths of episodes.");

    /// <summary>The numbers of a metric at the switch, [seed].</summary>
    public double[] AtSwitchOf(string metric) => run.Metrics[metric][_course.Switch];

    /// <summary>The mean of a metric over the evaluations of a phase that have it, a number a seed.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="online">Whether of the online phase.</param>
    /// <returns>[seed]; <see langword="null"/> where no evaluation has it.</returns>
    public double[]? Magnitude(string name, bool online)
    {
        if (!run.Metrics.TryGetValue(name, out double[][]? all))
            return null;
        int before = _course.Switch + 1;
        double[][] own = [.. (online ? all.Skip(before) : all.Take(before)).Where(values => values.All(double.IsFinite))];
        return own.Length == 0 ? null : OnlineCourse.MeanOf(own);
    }
}

/// <summary>Finds trainings among results.</summary>
internal static class Ro2oResults
{
    /// <summary>Which of some trainings that go on online the results have.</summary>
    public static IReadOnlyList<string> Online(this PaperResults results, IReadOnlyList<string> labels) =>
        [.. labels.Where(label => results.Of(Papers.Ro2o.Online).Any(cell => cell.Settings.Method.Label == label))];

    /// <summary>A training that goes on online.</summary>
    public static OnlineRun Online(this PaperResults results, string label)
    {
        Method method = new Ro2oTrials(results.Profile).Methods.All.First(m => m.Label == label);
        return new(results.Of(Papers.Ro2o.Online, trial => trial.Method.Equals(method)).Result.Methods[0]);
    }

    /// <summary>A training in the maze.</summary>
    public static OnlineRun Maze(this PaperResults results, string label) =>
        new(results.Of(Papers.Ro2o.Maze, trial => trial.Method.Label == label).Result.Methods[0]);

    /// <summary>The trainings in the maze that the results have.</summary>
    /// <exception cref="MissingResultsException">There is none.</exception>
    public static IReadOnlyList<(string Label, OnlineRun Run)> Mazes(this PaperResults results) =>
        [.. results.Of(Papers.Ro2o.Maze).Select(cell => (cell.Settings.Method.Label, new OnlineRun(cell.Result.Methods[0])))];

    /// <summary>An offline training of the comparison of parts.</summary>
    public static TrialResult Part(this PaperResults results, string label)
    {
        Method method = new Ro2oTrials(results.Profile).Methods.Ablations(Ro2oTrials.AblationShare).First(m => m.Label == label);
        return results.Of(Papers.Ro2o.Parts, trial => trial.Method.Equals(method)).Result;
    }

    /// <summary>A metric of the last evaluation, a number a seed.</summary>
    public static double[] Last(this TrialResult result, string metric) => result.Methods[0].Metrics[metric][^1];

    /// <summary>The normalized score under noise on observations, after the last update, a number a seed.</summary>
    public static double[] UnderNoise(this TrialResult result, double radius) => Array.ConvertAll(result.Last(NoiseProbe.Name(radius)),
        value => 100 * (value - result.RandomReturn) / (result.ExpertReturn - result.RandomReturn));

    /// <summary>The seeds of the trainings.</summary>
    public static IReadOnlyList<int> TrainingSeeds(this PaperResults results) => results.Of(Papers.Ro2o.Online)[0].Cell.Seeds;

    /// <summary>The geometric mean of ratios of positive numbers, seed by seed, with the interval of the mean logarithm.</summary>
    public static Estimate Ratio(double[] numerator, double[] denominator)
    {
        Estimate mean = MeanInterval.StudentT([.. numerator.Zip(denominator, (above, below) => Math.Log(above / below))]);
        Interval own = mean.Interval;
        return new(Math.Exp(mean.Value), own with { Low = Math.Exp(own.Low), High = Math.Exp(own.High) });
    }
}
