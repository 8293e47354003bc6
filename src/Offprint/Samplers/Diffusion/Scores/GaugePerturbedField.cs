using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>
/// A score with a gauge term: \( s_c = (I + cJ)\,\nabla\log p_t \) with a constant antisymmetric J. For every density and every c
/// div(J∇ log p) = 0 and ∇ log p · J∇ log p = 0, so samples and densities are those of the score itself although the field is no gradient.
/// </summary>
public sealed class GaugePerturbedField : IDifferentiableField, IDisposable
{
    private readonly IDifferentiableField _score;
    private readonly Tensor _factor; // (I + cJ)ᵀ, float64

    /// <summary>Adds a gauge term to a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="rotation">J [D, D], antisymmetric; see <see cref="Quarter"/> and <see cref="Random"/>.</param>
    /// <param name="strength">c.</param>
    /// <exception cref="ArgumentException">J is not a square antisymmetric matrix; the message names the first bad entry.</exception>
    public GaugePerturbedField(IDifferentiableField score, double[,] rotation, double strength)
    {
        int dimension = rotation.GetLength(0);
        if (rotation.GetLength(1) != dimension)
            throw new ArgumentException($"J must be square, not {dimension}×{rotation.GetLength(1)}.", nameof(rotation));
        var factor = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < dimension; j++)
            {
                if (!(Math.Abs(rotation[i, j] + rotation[j, i]) <= 1e-12))
                    throw new ArgumentException(
                        $"J must be antisymmetric: J[{i},{j}] = {rotation[i, j]:R}, J[{j},{i}] = {rotation[j, i]:R}.", nameof(rotation));
                factor[j * dimension + i] = (i == j ? 1 : 0) + strength * rotation[i, j];
            }
        }
        (_score, Strength) = (score, strength);
        _factor = tensor(factor, [dimension, dimension]).DetachFromDisposeScope();
    }

    /// <summary>c.</summary>
    public double Strength { get; }

    /// <summary>Quarter turns in the planes of coordinates (1, 2), (3, 4), …; an odd last coordinate stays.</summary>
    /// <param name="dimension">D.</param>
    /// <returns>J [D, D] with J₁₂ = −1, J₂₁ = 1.</returns>
    public static double[,] Quarter(int dimension)
    {
        var rotation = new double[dimension, dimension];
        for (int i = 0; i + 1 < dimension; i += 2)
            (rotation[i, i + 1], rotation[i + 1, i]) = (-1, 1);
        return rotation;
    }

    /// <summary>A random antisymmetric matrix of unit spectral norm, which mixes all coordinates.</summary>
    /// <param name="dimension">D, at least 2.</param>
    /// <param name="random">Where it is drawn from.</param>
    /// <returns>J [D, D].</returns>
    public static double[,] Random(int dimension, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(dimension, dimension);
        for (int i = 0; i < dimension; i++)
        {
            for (int j = 0; j < i; j++)
                matrix[j, i] = -(matrix[i, j] = random.NextNormal());
        }
        return (matrix / matrix.L2Norm()).ToArray();
    }

    /// <inheritdoc/>
    public Tensor Evaluate(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return _score.Evaluate(x, t).matmul(_factor.to(x.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Jacobian(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return _factor.to(x.dtype).t().matmul(_score.Jacobian(x, t)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Divergence(Tensor x, double t)
    {
        using var scope = NewDisposeScope();
        return Derivatives.Trace(Jacobian(x, t)).MoveToOuterDisposeScope();
    }

    /// <summary>Frees J.</summary>
    public void Dispose() => _factor.Dispose();
}
