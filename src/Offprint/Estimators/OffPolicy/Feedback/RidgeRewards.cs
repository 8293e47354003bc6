using MathNet.Numerics.LinearAlgebra;
using Offprint.Datasets.Bandits;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy.Feedback;

/// <summary>
/// Ridge regression on monomials of the context, an own one for each action: min Σ w_i (r_i − θ_aᵀφ(x_i))² + λ‖θ_a‖² without a penalty on
/// the constant. Predictions are linear in the rewards.
/// </summary>
[Kind("ridge")]
public sealed record RidgeRewards : RewardModel
{
    /// <summary>The degree of the monomials: 0, the mean reward of each action, to 2. Default 2.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>λ, in units of rows. Our choice: 1.</summary>
    public double Penalty { get; init; } = 1;

    /// <inheritdoc/>
    protected override string Name => $"ridge, degree {Degree}";

    private protected override IRewardFit FitRows(BanditFeedback feedback, int actions, IReadOnlyList<int> rows, double[] weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Penalty);
        SampleMatrix points = feedback.Features!;
        int size = PolynomialFeatures.Count(points.Columns, Degree);
        var grams = new double[actions][];
        var sides = new double[actions][];
        for (int a = 0; a < actions; a++)
            (grams[a], sides[a]) = (new double[size * size], new double[size]);
        double[] phi = new double[size];
        for (int i = 0; i < rows.Count; i++)
        {
            int row = rows[i], a = feedback.Actions[row];
            PolynomialFeatures.Fill(points.Row(row), Degree, phi);
            SpanMath.AddScaled(phi, weights[i] * feedback.Rewards[row], sides[a]);
            for (int k = 0; k < size; k++)
                SpanMath.AddScaled(phi, weights[i] * phi[k], grams[a].AsSpan(k * size, size));
        }
        return new Fitted(Degree, [.. grams.Zip(sides, Solve)]);
    }

    private double[] Solve(double[] gram, double[] side)
    {
        var matrix = Matrix<double>.Build.Dense(side.Length, side.Length, gram);
        for (int k = 1; k < side.Length; k++)
            matrix[k, k] += Penalty;
        if (matrix[0, 0] == 0)
            return new double[side.Length]; // an action that was never taken: zero, the standardized mean
        return [.. matrix.Cholesky().Solve(Vector<double>.Build.Dense(side))];
    }

    private sealed class Fitted(int degree, double[][] weights) : IRewardFit
    {
        private readonly double[] _phi = new double[weights[0].Length];

        public void Predict(ReadOnlySpan<float> context, Span<double> rewards)
        {
            PolynomialFeatures.Fill(context, degree, _phi);
            for (int a = 0; a < weights.Length; a++)
                rewards[a] = SpanMath.Dot(weights[a], _phi);
        }
    }
}
