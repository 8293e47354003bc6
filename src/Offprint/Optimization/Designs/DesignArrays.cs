using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Optimization.Designs;

/// <summary>Arrays of files as designs and scores, checked.</summary>
internal static class DesignArrays
{
    /// <summary>Designs beside their scores.</summary>
    /// <param name="designFile">Where the designs come from, for messages.</param>
    /// <param name="x">[N, d], float32.</param>
    /// <param name="scoreFile">Where the scores come from.</param>
    /// <param name="y">[N] or [N, 1], float32 or float64.</param>
    public static DesignDataset Pair(string designFile, NumericArray x, string scoreFile, NumericArray y)
    {
        if (x.Shape.Count != 2 || x.ElementType != typeof(float))
            throw new InvalidDataException(
                $"{designFile}: designs are float32 [N, d], not {x}.");
        double[] scores = Scores(scoreFile, y);
        if (scores.Length != x.Shape[0])
            throw new InvalidDataException($"{designFile} has {x.Shape[0]} designs, {scoreFile} {scores.Length} scores.");
        try
        {
            return new(new SampleMatrix(x.Shape[0], x.Shape[1], x.As<float>()), scores);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{designFile}: {e.Message}", e);
        }
    }

    /// <summary>A column of scores.</summary>
    public static double[] Scores(string file, NumericArray y)
    {
        if (y.Shape.Count is < 1 or > 2 || (y.Shape.Count == 2 && y.Shape[1] != 1))
            throw new InvalidDataException($"{file}: scores are [N] or [N, 1], not {y}.");
        return y.ElementType == typeof(float) ? Array.ConvertAll(y.As<float>(), v => (double)v)
            : y.ElementType == typeof(double) ? y.As<double>()
            : throw new InvalidDataException($"{file}: scores are float32 or float64, not {y.ElementType.Name}.");
    }
}
