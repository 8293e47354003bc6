using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>sin 3x + x/4 on [−2, 2], measured with noise 0.1 on [−2, 0.4], left of its greatest value.</summary>
internal sealed class Curve : IDesignTask
{
    /// <summary>The ends of the search.</summary>
    public const double Least = -2, Greatest = 2;

    /// <summary>The right end of what is measured.</summary>
    public const double Measured = 0.4;

    private const double Noise = 0.1;

    public Curve(int count)
    {
        RandomStream random = new Seed(1).Stream();
        float[] designs = new float[count];
        double[] scores = new double[count];
        for (int i = 0; i < count; i++)
        {
            designs[i] = (float)random.NextUniform(Least, Measured);
            scores[i] = Value(designs[i]) + Noise * random.NextNormal();
        }
        Visible = new(new(count, 1, designs), scores);
        double[] all = [.. Enumerable.Range(0, 4001).Select(i => Value(Least + i * 0.001))];
        Range = (all.Min(), all.Max());
    }

    public string Label => "curve";

    public DesignDataset Visible { get; }

    public WordLogits? Words => null;

    public (double Least, double Greatest) Range { get; }

    public static double Value(double x) => Math.Sin(3 * x) + x / 4;

    public double[] Measure(SampleMatrix designs) => [.. Enumerable.Range(0, designs.Rows).Select(i => Value(designs.Row(i)[0]))];
}

/// <summary>A curve on a line, measured on its left part only.</summary>
/// <param name="Count">Measurements.</param>
[Kind("curve")]
public sealed record CurveProblem([property: Range(20, 100_000)] int Count = 120) : DesignProblem
{
    /// <inheritdoc/>
    protected override string Name => "curve";

    /// <inheritdoc/>
    public override IDesignTask Create() => new Curve(Count);
}
