namespace Offprint.Numerics;

/// <summary>Latin hypercube designs (McKay, Beckman and Conover 1979): every coordinate visits each of N equal strata once.</summary>
public static class LatinHypercube
{
    /// <summary>Draws a design in the unit cube: a uniform point in each stratum, strata in independent random orders.</summary>
    /// <param name="dimension">D, at least 1.</param>
    /// <param name="count">N, the number of points and of strata.</param>
    /// <param name="random">The randomness.</param>
    /// <returns>[D, N], in [0, 1).</returns>
    public static PointMatrix Sample(int dimension, int count, RandomStream random)
    {
        var points = new PointMatrix(dimension, count);
        int[] strata = [.. Enumerable.Range(0, count)];
        for (int i = 0; i < dimension; i++)
        {
            random.Shuffle<int>(strata);
            Span<double> row = points[i];
            for (int n = 0; n < count; n++)
                row[n] = (strata[n] + random.NextDouble()) / count;
        }
        return points;
    }
}
