namespace Offprint.Numerics;

/// <summary>
/// Λ = λ I + Σ φ φᵀ of least squares with a ridge: its inverse and log det follow every row by the formulas of Sherman, Morrison and
/// Sylvester, d² operations each.
/// </summary>
/// <remarks>
/// √(φᵀ Λ⁻¹ φ) is the uncertainty of a prediction: the deviation of the posterior of Bayesian linear regression with unit noise. Each row
/// adds a positive semidefinite matrix to Λ, so that no row ever raises it.
/// </remarks>
public sealed class FeatureCovariance
{
    private readonly double[] _inverse, _image;

    /// <summary>Starts from Λ = λ I.</summary>
    /// <param name="dimension">d.</param>
    /// <param name="ridge">λ, positive.</param>
    public FeatureCovariance(int dimension, double ridge)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ridge);
        Dimension = dimension;
        (_inverse, _image) = (new double[dimension * dimension], new double[dimension]);
        for (int i = 0; i < dimension; i++)
            _inverse[i * dimension + i] = 1 / ridge;
        LogDeterminant = dimension * Math.Log(ridge);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>log det Λ.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Λ ← Λ + φ φᵀ.</summary>
    /// <param name="phi">φ, [d].</param>
    public void Add(ReadOnlySpan<double> phi)
    {
        Solve(phi, _image);
        double gain = 1 + SpanMath.Dot(phi, _image);
        for (int i = 0; i < Dimension; i++)
            SpanMath.AddScaled(_image, -_image[i] / gain, _inverse.AsSpan(i * Dimension, Dimension));
        LogDeterminant += Math.Log(gain);
    }

    /// <summary>Λ⁻¹ v.</summary>
    /// <param name="vector">v, [d].</param>
    /// <param name="result">[d]; not the memory of v.</param>
    public void Solve(ReadOnlySpan<double> vector, Span<double> result)
    {
        for (int i = 0; i < Dimension; i++)
            result[i] = SpanMath.Dot(_inverse.AsSpan(i * Dimension, Dimension), vector);
    }

    /// <summary>√(φᵀ Λ⁻¹ φ).</summary>
    /// <param name="phi">φ, [d].</param>
    /// <returns>The uncertainty.</returns>
    public double Uncertainty(ReadOnlySpan<double> phi)
    {
        Solve(phi, _image);
        return Math.Sqrt(Math.Max(0, SpanMath.Dot(phi, _image)));
    }
}
