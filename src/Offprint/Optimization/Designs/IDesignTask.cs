using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>Maximize an unknown function, of which only the worse part of a set of measurements may be seen.</summary>
public interface IDesignTask : ILabeled
{
    /// <summary>What may be seen.</summary>
    DesignDataset Visible { get; }

    /// <summary>How designs stand for words of letters; <see langword="null"/> where they are numbers.</summary>
    WordLogits? Words { get; }

    /// <summary>The least and the greatest score of all measurements, hidden ones included: 0 and 1 of normalized scores.</summary>
    (double Least, double Greatest) Range { get; }

    /// <summary>Measures designs: the truth, which a search may ask once, at its end.</summary>
    /// <param name="designs">[n, d].</param>
    /// <returns>Scores as in <see cref="Visible"/>, [n].</returns>
    double[] Measure(SampleMatrix designs);
}

/// <summary>A task's truth with a counter: what a search consumed stands beside what it reached.</summary>
/// <param name="task">The task.</param>
public sealed class DesignOracle(IDesignTask task)
{
    /// <summary>Designs measured so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Measures designs and normalizes: (y − least)/(greatest − least). Values above 1 are possible.</summary>
    /// <param name="designs">[n, d].</param>
    /// <returns>[n].</returns>
    public double[] Score(SampleMatrix designs)
    {
        Calls += designs.Rows;
        (double least, double greatest) = task.Range;
        return Array.ConvertAll(task.Measure(designs), y => (y - least) / (greatest - least));
    }
}

/// <summary>Which measured value a percentile is, where it falls between two.</summary>
public enum PercentileRule
{
    /// <summary>The one above.</summary>
    Higher,

    /// <summary>The nearest rank, halves to the even one.</summary>
    Nearest,

    /// <summary>A weighted mean of both.</summary>
    Linear,
}

/// <summary>Normalized scores of the designs that a search proposes.</summary>
/// <param name="Scores">One a design.</param>
public sealed record DesignScore(IReadOnlyList<double> Scores)
{
    /// <summary>The greatest.</summary>
    public double Greatest => Scores.Max();

    /// <summary>The median.</summary>
    /// <param name="rule">Between two values.</param>
    /// <returns>The 50th percentile.</returns>
    public double Median(PercentileRule rule) => Percentile(50, rule);

    /// <summary>A percentile.</summary>
    /// <param name="percent">From 0 to 100.</param>
    /// <param name="rule">Between two values.</param>
    /// <returns>The percentile.</returns>
    public double Percentile(double percent, PercentileRule rule)
    {
        if (!(percent is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile lies from 0 to 100.");
        double[] sorted = [.. Scores.Order()];
        double place = percent / 100 * (sorted.Length - 1);
        (int low, int high) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return rule switch
        {
            PercentileRule.Higher => sorted[high],
            PercentileRule.Nearest => sorted[(int)Math.Round(place, MidpointRounding.ToEven)],
            _ => sorted[low] + (place - low) * (sorted[high] - sorted[low]),
        };
    }
}
