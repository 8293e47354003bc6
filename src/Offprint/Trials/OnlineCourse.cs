using Offprint.Agents.Training;

namespace Offprint.Trials;

/// <summary>A training from its switch to online learning on: scores of each seed, and what they are judged by.</summary>
public sealed class OnlineCourse
{
    /// <summary>The share of the evaluations after the switch in which a drop is looked for: the first fifth.</summary>
    private const double Early = 0.2;

    private OnlineCourse(IReadOnlyList<int> steps, IReadOnlyList<double[]> scores)
    {
        int first = steps.TakeWhile(step => step == 0).Count();
        if (first == steps.Count)
            throw new ArgumentException("The training has no online evaluation: set OnlineSteps of its options.", nameof(steps));
        if (first == 0)
            throw new ArgumentException("The training begins online: the evaluation before the first online step is missing.",
                nameof(steps));
        (Switch, Steps, Scores) = (first - 1, [.. steps.Skip(first - 1)], [.. scores.Skip(first - 1)]);
    }

    /// <summary>The evaluation at the switch: the last before the first step, counted from 0 among all of the training.</summary>
    public int Switch { get; }

    /// <summary>Online steps at each evaluation, from 0.</summary>
    public IReadOnlyList<int> Steps { get; }

    /// <summary>Scores, [evaluation][seed], from the switch.</summary>
    public IReadOnlyList<double[]> Scores { get; }

    /// <summary>The score at the switch, [seed].</summary>
    public double[] AtSwitch => Scores[0];

    /// <summary>The mean over all evaluations after the switch, [seed].</summary>
    public double[] Mean => MeanOf(Scores.Skip(1));

    /// <summary>The lowest score in the first fifth of the evaluations after the switch, at least one, [seed].</summary>
    public double[] LowestEarly
    {
        get
        {
            double[][] early = [.. Scores.Skip(1).Take(Math.Max(1, (int)(Early * (Scores.Count - 1))))];
            return [.. AtSwitch.Select((_, seed) => early.Min(row => row[seed]))];
        }
    }

    /// <summary>The score at the switch less the lowest early one, [seed]; negative where all of those are better.</summary>
    public double[] Drop => [.. AtSwitch.Zip(LowestEarly, (before, after) => before - after)];

    /// <summary>The course of a method of a trial.</summary>
    /// <param name="run">Its evaluations.</param>
    /// <returns>The course, in normalized scores.</returns>
    /// <exception cref="ArgumentException">There is no evaluation online, or none before.</exception>
    public static OnlineCourse Of(MethodResult run) => new(run.Steps, run.Scores);

    /// <summary>The course of a training.</summary>
    /// <param name="log">Its evaluations.</param>
    /// <param name="score">The score of a mean return, such as a normalized score.</param>
    /// <returns>The course.</returns>
    /// <exception cref="ArgumentException">There is no evaluation online, or none before.</exception>
    public static OnlineCourse Of(TrainingLog log, Func<double, double> score) => new(
        [.. log.Entries.Select(entry => entry.OnlineSteps)],
        [.. log.Entries.Select(entry => Array.ConvertAll(entry.Returns, value => score(value)))]);

    /// <summary>
    /// Regret of the online phase (Nakamoto et al. 2023, Cal-QL): what the mean score of its evaluations lacks, that of the switch not
    /// among them.
    /// </summary>
    /// <param name="best">The score of a policy without regret.</param>
    /// <returns>[seed].</returns>
    public double[] Regret(double best) => [.. Mean.Select(score => best - score)];

    /// <summary>The mean over some evaluations.</summary>
    /// <param name="rows">[evaluation][seed].</param>
    /// <returns>[seed].</returns>
    public static double[] MeanOf(IEnumerable<double[]> rows)
    {
        double[][] all = [.. rows];
        return [.. all[0].Select((_, seed) => all.Average(row => row[seed]))];
    }
}
