using System.ComponentModel.DataAnnotations;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>Predicts how far a point of a bridge is from its good end: o = x_t − x₀.</summary>
public interface IBridgeModel
{
    /// <summary>The offset of points.</summary>
    /// <param name="points">x_t, [n, d].</param>
    /// <param name="step">t.</param>
    /// <param name="conditioned">Whether the values of both ends are given to the model; otherwise it sees zeros.</param>
    /// <returns>ô, [n, d].</returns>
    Tensor Offset(Tensor points, int step, bool conditioned);
}

/// <summary>How a translation is drawn.</summary>
public sealed record TranslationOptions
{
    /// <summary>Steps visited. Default 200.</summary>
    [Range(3, 1_000_000)]
    public int Steps { get; init; } = 200;

    /// <summary>w of ô = (1 + w) ô(conditioned) − w ô(unconditioned). Default −1.5 (code); at −1 the condition drops out.</summary>
    public double Guidance { get; init; } = -1.5;

    /// <summary>η: the part of the bridge's own noise that is drawn. Default 0.2.</summary>
    [Range(0.0, 1.0)]
    public double Noise { get; init; } = 0.2;
}

/// <summary>
/// A bridge between a poor design x_T and a good one x₀: x_t = (1 − m_t) x₀ + m_t x_T + √v_t ε. A model of its offsets walks it back from
/// the poor end, with no good end at hand (Dao et al. 2025, "ROOT").
/// </summary>
/// <param name="schedule">Its times.</param>
public sealed class BrownianBridge(BridgeSchedule schedule)
{
    /// <summary>Its times.</summary>
    public BridgeSchedule Schedule => schedule;

    /// <summary>Points on bridges, and what a model is to predict there.</summary>
    /// <param name="good">x₀, [n, d].</param>
    /// <param name="poor">x_T, [n, d].</param>
    /// <param name="steps">t of each row, [n].</param>
    /// <param name="noise">ε, standard normal, [n, d].</param>
    /// <returns>x_t and o = m_t (x_T − x₀) + √v_t ε, [n, d] each.</returns>
    public (Tensor Points, Tensor Offsets) Diffuse(Tensor good, Tensor poor, ReadOnlySpan<int> steps, Tensor noise)
    {
        float[] parts = new float[steps.Length], deviations = new float[steps.Length];
        for (int i = 0; i < steps.Length; i++)
            (parts[i], deviations[i]) = ((float)schedule.Parts[steps[i]], (float)Math.Sqrt(schedule.Variances[steps[i]]));
        using var scope = NewDisposeScope();
        Tensor offsets = (poor - good).mul_(tensor(parts, [parts.Length, 1])).add_(noise * tensor(deviations, [parts.Length, 1]));
        return ((good + offsets).MoveToOuterDisposeScope(), offsets.MoveToOuterDisposeScope());
    }

    /// <summary>Walks from poor designs to what the model takes for their good ends.</summary>
    /// <param name="model">The model.</param>
    /// <param name="poor">x_T, [n, d].</param>
    /// <param name="options">How.</param>
    /// <param name="random">Draws the noise.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>[n, d]; nothing is clipped.</returns>
    public Tensor Translate(
        IBridgeModel model, Tensor poor, TranslationOptions options, TensorRandom random, CancellationToken cancellation = default)
    {
        using var guard = no_grad();
        int[] grid = schedule.Grid(options.Steps);
        Tensor points = poor.clone();
        for (int i = 0; i < grid.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor good = points - Guided(model, points, grid[i], options.Guidance);
            Tensor next = i + 1 == grid.Length ? good
                : Step(points, good, poor, grid[i], grid[i + 1], options.Noise, random.Normal(points.shape, points.dtype));
            points.Dispose();
            points = next.MoveToOuterDisposeScope();
        }
        return points;
    }

    /// <summary>
    /// A step from t back to n &lt; t, x₀ taken as known: with η = 1 the law of x_n given x_t and both ends, so that the bridge's law is
    /// kept.
    /// </summary>
    internal Tensor Step(Tensor points, Tensor good, Tensor poor, int t, int n, double noise, Tensor normal)
    {
        (double mt, double mn) = (schedule.Parts[t], schedule.Parts[n]);
        (double vt, double vn) = (schedule.Variances[t], schedule.Variances[n]);
        double ratio = (1 - mt) / (1 - mn), square = Math.Max(0, (vt - vn * ratio * ratio) * vn / vt);
        Tensor deviation = points - (1 - mt) * good - mt * poor;
        return (1 - mn) * good + mn * poor + Math.Sqrt((vn - square) / vt) * deviation + noise * Math.Sqrt(square) * normal;
    }

    private static Tensor Guided(IBridgeModel model, Tensor points, int step, double weight)
    {
        Tensor conditioned = model.Offset(points, step, conditioned: true);
        return weight == 0 ? conditioned
            : (1 + weight) * conditioned - weight * model.Offset(points, step, conditioned: false);
    }
}
