using Offprint.Numerics;
using Offprint.Optimization.Designs;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>What an offline search sees, on the scales that surrogates are trained on: no truth, no range of hidden scores.</summary>
public sealed class SearchProblem
{
    /// <summary>Takes what is visible.</summary>
    /// <param name="data">Designs and scores.</param>
    /// <param name="words">How designs stand for words; <see langword="null"/> where they are numbers.</param>
    /// <param name="standardizes">Whether designs are standardized; scores always are. Default: yes.</param>
    /// <exception cref="ArgumentException">Words and designs have different dimensions.</exception>
    public SearchProblem(DesignDataset data, WordLogits? words = null, bool standardizes = true)
    {
        if (words is not null && words.Dimension != data.Dimension)
            throw new ArgumentException($"Words of {words.Dimension} numbers, designs of {data.Dimension}.", nameof(words));
        (Data, Words) = (data, words);
        Scale = standardizes ? data.DesignScale : Standardizer.Identity(data.Dimension);
        Inputs = Scale.Apply(data.Designs);
        Outputs = data.ScoreScale.Apply(new(data.Count, 1, Array.ConvertAll(data.Scores, y => (float)y))).Values;
    }

    /// <summary>Designs and scores as measured.</summary>
    public DesignDataset Data { get; }

    /// <summary>How designs stand for words.</summary>
    public WordLogits? Words { get; }

    /// <summary>The scale of <see cref="Inputs"/>.</summary>
    public Standardizer Scale { get; }

    /// <summary>x on its scale, [N, d].</summary>
    public SampleMatrix Inputs { get; }

    /// <summary>y, standardized, [N].</summary>
    public float[] Outputs { get; }

    /// <summary>d.</summary>
    public int Dimension => Inputs.Columns;

    /// <summary>The visible designs with the greatest scores, on the scale of <see cref="Inputs"/>.</summary>
    /// <param name="count">How many, from 1 to N.</param>
    /// <returns>[count, d], best first.</returns>
    public SampleMatrix Starts(int count) => Rows(Data.Best(count));

    /// <summary>Some rows of <see cref="Inputs"/>.</summary>
    /// <param name="rows">Their places.</param>
    /// <returns>[rows, d], a copy.</returns>
    public SampleMatrix Rows(IReadOnlyList<int> rows) => Inputs.Select(rows);

    /// <summary>Points on the scale of <see cref="Inputs"/> as designs.</summary>
    /// <param name="points">[n, d].</param>
    /// <returns>[n, d].</returns>
    public SampleMatrix ToDesigns(SampleMatrix points) => Scale.Invert(points);

    /// <summary>Points as a tensor that all members of a population see.</summary>
    /// <param name="points">[n, d].</param>
    /// <returns>[1, n, d], of the current dispose scope.</returns>
    public static Tensor ToTensor(SampleMatrix points)
    {
        LibTorch.EnsureLoaded();
        return tensor(points.Values, [1, points.Rows, points.Columns]);
    }

    /// <summary>A tensor as points.</summary>
    /// <param name="points">[1, n, d].</param>
    /// <returns>[n, d], a copy.</returns>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static SampleMatrix ToMatrix(Tensor points)
    {
        using Tensor flat = points.detach().contiguous();
        return new((int)points.shape[1], (int)points.shape[2], flat.data<float>().ToArray());
    }
}
