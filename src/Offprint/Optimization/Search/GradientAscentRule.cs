using System.ComponentModel.DataAnnotations;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Search;

/// <summary>Where an ascent is after some steps.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Points">[count, d], on the scale of the surrogate's inputs.</param>
/// <param name="Predicted">What the surrogate says of them, standardized, [count].</param>
public sealed record AscentMoment(int Step, SampleMatrix Points, IReadOnlyList<double> Predicted);

/// <summary>
/// Ascent on the surrogate from the best visible designs: x ← x + η √d ∇g(x) (Trabucco et al. 2022), or Adam's steps of size η.
/// </summary>
[Kind("gradient-ascent")]
public sealed record GradientAscentRule : SearchRule
{
    /// <summary>Steps. Default 200.</summary>
    [Range(0, 100_000)]
    public int Steps { get; init; } = 200;

    /// <summary>η. Default 0.01.</summary>
    [Range(1e-12, 1e3)]
    public double StepSize { get; init; } = 0.01;

    /// <summary>Which value of an ensemble is climbed. Default: the first member's.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.First;

    /// <summary>Whether the steps are Adam's. Default: no.</summary>
    public bool UsesAdam { get; init; }

    /// <inheritdoc/>
    protected override string Name => (UsesAdam ? "Adam ascent" : "gradient ascent") + Aggregation switch
    {
        Aggregation.Mean => ", mean",
        Aggregation.Least => ", least",
        _ => "",
    };

    /// <inheritdoc/>
    public override SampleMatrix Search(MlpSurrogate surrogate, SearchProblem problem, int count, Seed seed) =>
        Path(surrogate, problem, count, Math.Max(1, Steps))[^1].Points;

    /// <summary>The ascent with moments on its way.</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="problem">What it was trained on.</param>
    /// <param name="count">How many points climb.</param>
    /// <param name="every">Steps between two moments.</param>
    /// <returns>The start, every so many steps, and the end.</returns>
    public IReadOnlyList<AscentMoment> Path(MlpSurrogate surrogate, SearchProblem problem, int count, int every)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        SampleMatrix starts = problem.Starts(count);
        using ParameterBuffer points = new(1, [new("x", [count, problem.Dimension])]);
        starts.Values.CopyTo(points.ValueSpan);
        Adam? adam = UsesAdam ? new(points, new(StepSize)) : null;
        float step = (float)(StepSize * Math.Sqrt(problem.Dimension));
        List<AscentMoment> moments = [Moment(0)];
        for (int i = 1; i <= Steps; i++)
        {
            using (var scope = NewDisposeScope())
            {
                Tensor gradient = surrogate.ValueAndGradient(points["x"], Aggregation).Gradient.contiguous();
                ReadOnlySpan<float> ascent = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(gradient.bytes);
                if (adam is null)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(ascent, step, points.ValueSpan, points.ValueSpan);
                else
                {
                    System.Numerics.Tensors.TensorPrimitives.Negate(ascent, points.GradientSpan);
                    adam.Step();
                }
            }
            if (i % every == 0 || i == Steps)
                moments.Add(Moment(i));
        }
        return moments;

        AscentMoment Moment(int at)
        {
            SampleMatrix now = new(count, problem.Dimension, points.ValueSpan.ToArray());
            return new(at, now, surrogate.Predict(now, Aggregation));
        }
    }
}
