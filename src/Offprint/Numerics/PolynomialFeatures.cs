namespace Offprint.Numerics;

/// <summary>Monomials of features: 1, x_i and, for degree two, all products x_i x_j with i ≤ j.</summary>
public static class PolynomialFeatures
{
    /// <summary>How many monomials there are.</summary>
    /// <param name="features">d.</param>
    /// <param name="degree">0, 1 or 2.</param>
    /// <returns>1, 1 + d or 1 + d + d(d + 1)/2.</returns>
    public static int Count(int features, int degree) => degree switch
    {
        0 => 1,
        1 => 1 + features,
        2 => 1 + features + features * (features + 1) / 2,
        _ => throw new ArgumentOutOfRangeException(nameof(degree), degree, "Monomials of degree 0, 1 or 2."),
    };

    /// <summary>The monomials of one point.</summary>
    /// <param name="x">[d].</param>
    /// <param name="degree">0, 1 or 2.</param>
    /// <param name="monomials">Receives as many values as <see cref="Count"/> says: the constant, the features, the products.</param>
    public static void Fill(ReadOnlySpan<float> x, int degree, Span<double> monomials)
    {
        monomials[0] = 1;
        int next = 1;
        for (int i = 0; degree > 0 && i < x.Length; i++)
            monomials[next++] = x[i];
        for (int i = 0; degree > 1 && i < x.Length; i++)
        {
            for (int j = i; j < x.Length; j++)
                monomials[next++] = (double)x[i] * x[j];
        }
    }

    /// <summary>The monomials of all points.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="degree">0, 1 or 2.</param>
    /// <returns>[N, monomials], in single precision.</returns>
    public static SampleMatrix Of(SampleMatrix points, int degree)
    {
        int count = Count(points.Columns, degree);
        float[] values = new float[points.Rows * count];
        double[] row = new double[count];
        for (int n = 0; n < points.Rows; n++)
        {
            Fill(points.Row(n), degree, row);
            for (int k = 0; k < count; k++)
                values[n * count + k] = (float)row[k];
        }
        return new(points.Rows, count, values);
    }
}
