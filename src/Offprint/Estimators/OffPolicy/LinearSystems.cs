using MathNet.Numerics.LinearAlgebra;

namespace Offprint.Estimators.OffPolicy;

/// <summary>Sums over data from which linear estimators are solved: each a mean over rows.</summary>
internal sealed class LinearSystems
{
    private readonly double[] _gram, _next, _residual, _target, _residualTarget;
    private readonly int _d;

    /// <summary>Goes through the data once; the sums of the Bellman residual method only where they are wanted.</summary>
    public LinearSystems(TransitionSample data, LinearClass features, EvaluationTask task, bool residuals = false)
    {
        if (features.Pairs != data.States * data.Actions || (task.Policy.States, task.Policy.Actions) != (data.States, data.Actions))
            throw new ArgumentException(
                $"Data of {data.States} states and {data.Actions} actions, features of {features.Pairs} pairs, a policy of " +
                $"{task.Policy.States} states and {task.Policy.Actions} actions.", nameof(features));
        _d = features.Dimension;
        (_gram, _next, _target) = (new double[_d * _d], new double[_d * _d], new double[_d]);
        (_residual, _residualTarget) = residuals ? (new double[_d * _d], new double[_d]) : ([], []);
        Accumulate(data, Rows(features.Features), Averaged(features, task), task.Discount, residuals);
        double scale = 1.0 / data.Rows;
        foreach (double[] sums in (double[][])[_gram, _next, _target, _residual, _residualTarget])
        {
            for (int i = 0; i < sums.Length; i++)
                sums[i] *= scale;
        }
    }

    /// <summary>E φφᵀ.</summary>
    public Matrix<double> Gram => Square(_gram);

    /// <summary>γ E φ φ(s', π)ᵀ.</summary>
    public Matrix<double> Next => Square(_next);

    /// <summary>E φ r.</summary>
    public Vector<double> Target => Vector<double>.Build.Dense(_target);

    /// <summary>E xxᵀ with x = φ − γφ(s', π).</summary>
    public Matrix<double> Residual => Square(_residual);

    /// <summary>E x r.</summary>
    public Vector<double> ResidualTarget => Vector<double>.Build.Dense(_residualTarget);

    /// <summary>φ(s, π), [S][d].</summary>
    public static double[][] Averaged(LinearClass features, EvaluationTask task)
    {
        int states = task.Policy.States, actions = task.Policy.Actions, d = features.Dimension;
        var result = new double[states][];
        for (int s = 0; s < states; s++)
        {
            result[s] = new double[d];
            for (int a = 0; a < actions; a++)
            {
                for (int j = 0; j < d; j++)
                    result[s][j] += task.Policy.Probability(s, a) * features.Features[s * actions + a, j];
            }
        }
        return result;
    }

    /// <summary>The rows of a matrix.</summary>
    public static double[][] Rows(double[,] matrix)
    {
        var rows = new double[matrix.GetLength(0)][];
        for (int z = 0; z < rows.Length; z++)
        {
            rows[z] = new double[matrix.GetLength(1)];
            Buffer.BlockCopy(matrix, z * rows[z].Length * sizeof(double), rows[z], 0, rows[z].Length * sizeof(double));
        }
        return rows;
    }

    private void Accumulate(TransitionSample data, double[][] rows, double[][] next, double discount, bool residuals)
    {
        Span<double> x = _d <= 256 ? stackalloc double[_d] : new double[_d];
        for (int e = 0; e < data.Pairs.Length; e++)
        {
            double count = data.Counts[e], reward = data.Rewards[e];
            if (count == 0)
                continue;
            ReadOnlySpan<double> phi = rows[data.Pairs[e]], after = next[data.Next[e]];
            AddOuter(_gram, phi, phi, count);
            AddOuter(_next, phi, after, discount * count);
            AddScaled(_target, phi, reward);
            if (!residuals)
                continue;
            for (int j = 0; j < x.Length; j++)
                x[j] = phi[j] - discount * after[j];
            AddOuter(_residual, x, x, count);
            AddScaled(_residualTarget, x, reward);
        }
    }

    private static void AddOuter(Span<double> sums, ReadOnlySpan<double> left, ReadOnlySpan<double> right, double weight)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != 0)
                AddScaled(sums.Slice(i * right.Length, right.Length), right, weight * left[i]);
        }
    }

    private static void AddScaled(Span<double> sums, ReadOnlySpan<double> values, double weight)
    {
        for (int j = 0; j < values.Length; j++)
            sums[j] += weight * values[j];
    }

    private Matrix<double> Square(double[] rows) => Matrix<double>.Build.DenseOfRowMajor(_d, _d, rows);
}
