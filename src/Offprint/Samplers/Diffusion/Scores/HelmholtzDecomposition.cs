using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>Options of <see cref="HelmholtzDecomposition"/>.</summary>
public sealed record HelmholtzOptions
{
    /// <summary>Cells along each side of the square. Default 128.</summary>
    public int Cells { get; init; } = 128;

    /// <summary>Faces whose density is below this share of the greatest are left out. Default 10⁻⁶.</summary>
    public double Mask { get; init; } = 1e-6;

    /// <summary>The residual of the linear system, relative to its right-hand side. Default 10⁻¹⁰.</summary>
    public double Tolerance { get; init; } = 1e-10;
}

/// <summary>
/// The weighted Helmholtz decomposition of a planar field, s = ∇φ + r with div(p r) = 0: the unique φ (up to a constant) that minimizes
/// E_p|s − ∇φ|², from
/// \[ \nabla\cdot(p\,\nabla\phi) = \nabla\cdot(p\,s), \qquad p\,(\nabla\phi - s)\cdot n = 0 \text{ on the boundary.} \]
/// </summary>
/// <remarks>
/// Finite volumes on a square: φ lives in the cells, densities and fields on their faces, so that div(p r) = 0 holds cell by cell, and the
/// parts are orthogonal in L²(p) to the solver's tolerance. Conjugate gradients with the diagonal as preconditioner. The error of ∇φ is of
/// second order in the cells' side.
/// </remarks>
public sealed class HelmholtzDecomposition
{
    private readonly int _n;
    private readonly double _low;
    private readonly double _side;
    private readonly double[] _weight; // p on faces: vertical faces first (between (i, j) and (i + 1, j)), then horizontal ones
    private readonly double[] _field;
    private readonly double[] _remainder;
    private readonly double[] _potential;

    private HelmholtzDecomposition(double low, double high, HelmholtzOptions options, double[] weight, double[] field)
    {
        (_n, _low, _side, _weight, _field) = (options.Cells, low, (high - low) / options.Cells, weight, field);
        _potential = Solve(options.Tolerance, out int iterations);
        Iterations = iterations;
        _remainder = new double[field.Length];
        ForFaces((face, from, to) => _remainder[face] = _weight[face] > 0 ? _field[face] - (_potential[to] - _potential[from]) / _side : 0);
    }

    /// <summary>Iterations of the conjugate gradients.</summary>
    public int Iterations { get; }

    /// <summary>φ in the cells [N, N], the second coordinate's index first; its constant is arbitrary.</summary>
    public IReadOnlyList<double> Potential => _potential;

    /// <summary>E_p|s|².</summary>
    public double SquaredField => Mean(face => _field[face] * _field[face]);

    /// <summary>E_p|∇φ|².</summary>
    public double SquaredGradient => Mean(face => Square(_field[face] - _remainder[face]));

    /// <summary>E_p|r|².</summary>
    public double SquaredRemainder => Mean(face => _remainder[face] * _remainder[face]);

    /// <summary>Decomposes a field.</summary>
    /// <param name="field">s: [B, 2] to [B, 2].</param>
    /// <param name="logDensity">log p up to a constant: [B, 2] to [B].</param>
    /// <param name="low">The lower end of both sides of the square; the density should be negligible on its boundary.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="options">Resolution and tolerances; <see langword="null"/> for the defaults.</param>
    /// <returns>The decomposition.</returns>
    /// <exception cref="ArithmeticException">Field or density are not finite somewhere, or the solver does not converge.</exception>
    public static HelmholtzDecomposition Of(
        Func<Tensor, Tensor> field, Func<Tensor, Tensor> logDensity, double low, double high, HelmholtzOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cells, 4);
        if (!(low < high))
            throw new ArgumentException($"The square must have low < high; it is [{low}, {high}].");
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var faces = Faces(low, high, options.Cells);
        double[] density = Read(logDensity(faces), "The log-density");
        double greatest = density.Max();
        double[] weight = Array.ConvertAll(density, d => Math.Exp(d - greatest) is var p && p >= options.Mask ? p : 0);
        return new(low, high, options, weight, Normal(field(faces)));
    }

    /// <summary>E_p|∇φ − g|² for another field g, for example the true score.</summary>
    /// <param name="other">g: [B, 2] to [B, 2].</param>
    /// <returns>The mean square.</returns>
    public double GradientError(Func<Tensor, Tensor> other) => Against(other, (face, g) => _field[face] - _remainder[face] - g);

    /// <summary>E_p|s − g|² for another field g.</summary>
    /// <param name="other">g: [B, 2] to [B, 2].</param>
    /// <returns>The mean square.</returns>
    public double FieldError(Func<Tensor, Tensor> other) => Against(other, (face, g) => _field[face] - g);

    /// <summary>r at points, bilinear between faces; zero where the density is masked or the point lies outside.</summary>
    /// <param name="x">[B, 2].</param>
    /// <returns>[B, 2], typed like x.</returns>
    public Tensor Remainder(Tensor x)
    {
        using var scope = NewDisposeScope();
        double[] points = [.. x.detach().to(ScalarType.Float64).reshape(-1).data<double>()];
        double[] values = new double[points.Length];
        int half = _n * (_n - 1);
        for (int i = 0; i < points.Length; i += 2)
        {
            double u = (points[i] - _low) / _side, v = (points[i + 1] - _low) / _side;
            values[i] = Bilinear(_remainder.AsSpan(0, half), _n - 1, _n, u - 1, v - 0.5);
            values[i + 1] = Bilinear(_remainder.AsSpan(half), _n, _n - 1, u - 0.5, v - 1);
        }
        return tensor(values, x.shape, dtype: x.dtype).MoveToOuterDisposeScope();
    }

    private static double[] Read(Tensor values, string name)
    {
        double[] numbers = [.. values.to(ScalarType.Float64).contiguous().data<double>()];
        int bad = Array.FindIndex(numbers, v => double.IsNaN(v) || double.IsPositiveInfinity(v));
        return bad < 0 ? numbers : throw new ArithmeticException($"{name} is {numbers[bad]} at face {bad} of the grid.");
    }

    /// <summary>The centers of the inner faces [2 N (N − 1), 2].</summary>
    private static Tensor Faces(double low, double high, int n)
    {
        double side = (high - low) / n;
        var points = new double[4 * n * (n - 1)];
        int at = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 1; i < n; i++)
                (points[at++], points[at++]) = (low + i * side, low + (j + 0.5) * side);
        }
        for (int j = 1; j < n; j++)
        {
            for (int i = 0; i < n; i++)
                (points[at++], points[at++]) = (low + (i + 0.5) * side, low + j * side);
        }
        return tensor(points, [points.Length / 2, 2]);
    }

    /// <summary>The component of a field normal to each face.</summary>
    private static double[] Normal(Tensor field)
    {
        double[] both = Read(field.reshape(-1), "The field"), normal = new double[both.Length / 2];
        for (int face = 0; face < normal.Length; face++)
            normal[face] = both[2 * face + (face < normal.Length / 2 ? 0 : 1)];
        return normal;
    }

    private static double Square(double value) => value * value;

    private static double Bilinear(ReadOnlySpan<double> values, int columns, int rows, double u, double v)
    {
        if (!(u >= 0 && v >= 0 && u < columns - 1 && v < rows - 1)) // NaN too
            return 0;
        int i = (int)u, j = (int)v;
        double a = u - i, b = v - j;
        int at = j * columns + i;
        return (1 - b) * ((1 - a) * values[at] + a * values[at + 1]) + b * ((1 - a) * values[at + columns] + a * values[at + columns + 1]);
    }

    private void ForFaces(Action<int, int, int> visit)
    {
        int face = 0;
        for (int j = 0; j < _n; j++)
        {
            for (int i = 1; i < _n; i++)
                visit(face++, j * _n + i - 1, j * _n + i);
        }
        for (int j = 1; j < _n; j++)
        {
            for (int i = 0; i < _n; i++)
                visit(face++, (j - 1) * _n + i, j * _n + i);
        }
    }

    /// <summary>Σ over both components of the mean over faces weighted by p.</summary>
    private double Mean(Func<int, double> value)
    {
        double total = 0;
        int half = _weight.Length / 2;
        for (int part = 0; part < 2; part++)
        {
            double sum = 0, mass = 0;
            for (int face = part * half; face < (part + 1) * half; face++)
            {
                if (_weight[face] == 0)
                    continue;
                sum += _weight[face] * value(face);
                mass += _weight[face];
            }
            total += sum / mass;
        }
        return total;
    }

    private double Against(Func<Tensor, Tensor> other, Func<int, double, double> difference)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        double[] values = Normal(other(Faces(_low, _low + _n * _side, _n)));
        return Mean(face => Square(difference(face, values[face])));
    }

    /// <summary>
    /// Conjugate gradients on A φ = b: A the weighted Laplacian of the faces, b the weighted divergence of s (both negated).
    /// </summary>
    private double[] Solve(double tolerance, out int iterations)
    {
        int size = _n * _n;
        double[] solution = new double[size], residual = new double[size], direction = new double[size], image = new double[size],
            diagonal = new double[size];
        ForFaces((face, from, to) =>
        {
            double flux = _weight[face] * _field[face] * _side;
            residual[from] -= flux;
            residual[to] += flux;
            diagonal[from] += _weight[face];
            diagonal[to] += _weight[face];
        });
        double bound = tolerance * tolerance * Preconditioned(residual, diagonal, direction), previous = 0;
        for (iterations = 0; ; iterations++)
        {
            double product = Preconditioned(residual, diagonal, image);
            if (product <= bound)
                return solution;
            if (iterations > 20 * _n + 1000)
                throw new ArithmeticException(
                    $"The Poisson solve has not converged in {iterations} iterations: mask more of the density's tails.");
            double beta = iterations == 0 ? 0 : product / previous;
            for (int i = 0; i < size; i++)
                direction[i] = image[i] + beta * direction[i];
            Laplacian(direction, image);
            double step = product / Dot(direction, image);
            for (int i = 0; i < size; i++)
            {
                solution[i] += step * direction[i];
                residual[i] -= step * image[i];
            }
            previous = product;
        }
    }

    /// <summary>Divides by the diagonal (cells without faces stay zero); returns the residual's squared norm in that metric.</summary>
    private static double Preconditioned(double[] residual, double[] diagonal, double[] result)
    {
        double sum = 0;
        for (int i = 0; i < residual.Length; i++)
        {
            result[i] = diagonal[i] > 0 ? residual[i] / diagonal[i] : 0;
            sum += result[i] * residual[i];
        }
        return sum;
    }

    private void Laplacian(double[] x, double[] result)
    {
        Array.Clear(result);
        int face = 0;
        for (int j = 0; j < _n; j++)
        {
            for (int cell = j * _n + 1; cell < (j + 1) * _n; cell++, face++)
            {
                double flux = _weight[face] * (x[cell] - x[cell - 1]);
                result[cell] += flux;
                result[cell - 1] -= flux;
            }
        }
        for (int cell = _n; cell < _n * _n; cell++, face++)
        {
            double flux = _weight[face] * (x[cell] - x[cell - _n]);
            result[cell] += flux;
            result[cell - _n] -= flux;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
