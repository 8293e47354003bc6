using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>
/// −Branin's function on [−5, 10] × [0, 15], of which the best tenth of a uniform sample is hidden: two coordinates, to be looked at. Its
/// maximum, −0.397887, is at (−π, 12.275), (π, 2.275) and (9.42478, 2.475).
/// </summary>
public sealed class Branin : IDesignTask
{
    private const double Maximum = -0.39788735772973816;

    /// <summary>Draws the sample.</summary>
    /// <param name="count">Designs drawn, hidden ones included. Default 5,000.</param>
    /// <param name="hidden">The share of the best that is hidden. Default 0.1.</param>
    /// <param name="seed">Decides the designs; seed 1 if null.</param>
    public Branin(int count = 5000, double hidden = 0.1, Seed? seed = null)
    {
        RandomStream random = (seed ?? new Seed(1)).Stream();
        float[] designs = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            designs[2 * i] = (float)random.NextUniform(-5, 10);
            designs[2 * i + 1] = (float)random.NextUniform(0, 15);
        }
        var all = new DesignDataset(new(count, 2, designs), Measure(new SampleMatrix(count, 2, designs)));
        Range = (all.Scores.Min(), Maximum);
        Visible = all.UpTo(1 - hidden);
    }

    /// <inheritdoc/>
    public string Label => "Branin";

    /// <inheritdoc/>
    public DesignDataset Visible { get; }

    /// <inheritdoc/>
    public WordLogits? Words => null;

    /// <inheritdoc/>
    public (double Least, double Greatest) Range { get; }

    /// <summary>The value at a point, larger is better.</summary>
    /// <param name="x">The first coordinate.</param>
    /// <param name="y">The second.</param>
    /// <returns>−f(x, y).</returns>
    public static double Value(double x, double y)
    {
        double ridge = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return -(ridge * ridge + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10);
    }

    /// <inheritdoc/>
    public double[] Measure(SampleMatrix designs)
    {
        double[] values = new double[designs.Rows];
        for (int i = 0; i < values.Length; i++)
            values[i] = Value(designs.Row(i)[0], designs.Row(i)[1]);
        return values;
    }
}
