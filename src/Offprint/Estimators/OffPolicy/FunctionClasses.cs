using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Estimators.OffPolicy;

/// <summary>The functions Φθ.</summary>
public sealed class LinearClass
{
    /// <summary>Makes a class of features.</summary>
    /// <param name="features">Φ, [S·A, d], a row a pair.</param>
    /// <exception cref="ArgumentException">There is no feature, or one is not finite.</exception>
    public LinearClass(double[,] features)
    {
        if (features.Length == 0)
            throw new ArgumentException($"Features of shape [{features.GetLength(0)}, {features.GetLength(1)}]: the class is empty.",
                nameof(features));
        foreach (double value in features)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException($"A feature is {value}.", nameof(features));
        }
        Features = features;
    }

    /// <summary>Φ.</summary>
    public double[,] Features { get; }

    /// <summary>How many pairs the features are of.</summary>
    public int Pairs => Features.GetLength(0);

    /// <summary>d.</summary>
    public int Dimension => Features.GetLength(1);

    /// <summary>One feature a pair: all functions, complete whatever the MDP.</summary>
    /// <param name="pairs">S·A.</param>
    /// <returns>The class.</returns>
    public static LinearClass Tabular(int pairs)
    {
        var features = new double[pairs, pairs];
        for (int z = 0; z < pairs; z++)
            features[z, z] = 1;
        return new(features);
    }

    /// <summary>Φθ.</summary>
    /// <param name="weights">θ, [d].</param>
    /// <returns>[S·A].</returns>
    public double[] Function(ReadOnlySpan<double> weights)
    {
        var result = new double[Pairs];
        for (int z = 0; z < result.Length; z++)
        {
            for (int j = 0; j < weights.Length; j++)
                result[z] += Features[z, j] * weights[j];
        }
        return result;
    }

    /// <summary>How far a function is from the class, relative to its norm: 0 where it is realizable.</summary>
    /// <param name="problem">Gives μ.</param>
    /// <param name="function">Q^π, say, [S·A].</param>
    /// <returns>min ‖Φθ − f‖_μ / ‖f‖_μ.</returns>
    public double Misfit(PolicyEvaluationProblem problem, ReadOnlySpan<double> function)
    {
        var target = Vector<double>.Build.Dense(problem.Pairs);
        for (int z = 0; z < problem.Pairs; z++)
            target[z] = Math.Sqrt(problem.Law[z]) * function[z];
        var basis = BellmanGeometry.Basis(BellmanGeometry.Weighted(problem, Matrix<double>.Build.DenseOfArray(Features)));
        double norm = problem.Norm(function);
        return norm == 0 ? 0 : (target - basis * basis.TransposeThisAndMultiply(target)).L2Norm() / norm;
    }
}

/// <summary>A list of functions of pairs.</summary>
public sealed class FiniteClass
{
    private readonly double[][] _functions;

    /// <summary>Makes a class.</summary>
    /// <param name="functions">Each [S·A].</param>
    /// <exception cref="ArgumentException">The class is empty, or its functions differ in length.</exception>
    public FiniteClass(IEnumerable<double[]> functions)
    {
        _functions = [.. functions];
        if (_functions.Length == 0)
            throw new ArgumentException("The class is empty: there is nothing to choose from.", nameof(functions));
        if (_functions.FirstOrDefault(f => f.Length != _functions[0].Length) is { } other)
            throw new ArgumentException($"Functions of {_functions[0].Length} and of {other.Length} pairs in one class.",
                nameof(functions));
    }

    /// <summary>The number of functions.</summary>
    public int Count => _functions.Length;

    /// <summary>How many pairs the functions are of.</summary>
    public int Pairs => _functions[0].Length;

    /// <summary>A function, [S·A].</summary>
    /// <param name="index">Its index.</param>
    public ReadOnlySpan<double> this[int index] => _functions[index];

    /// <summary>The index of Q^π, which the theorems need in the class.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The index, or −1 where the class does not contain it.</returns>
    public int IndexOfTruth(PolicyEvaluationProblem problem) =>
        Array.FindIndex(_functions, f => f.Zip(problem.QPi, (a, b) => Math.Abs(a - b)).Max() <= 1e-9 * (1 + problem.QPi.Max(Math.Abs)));
}
