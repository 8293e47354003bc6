using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>A maximum-entropy problem on finitely many states.</summary>
/// <param name="LogPrior">ln q of the prior measure, one a state, up to a constant: zeros count states alike; −∞ forbids a state.</param>
/// <param name="Features">f_k, [features][states].</param>
/// <param name="Targets">F_k, the means asked for, one a feature.</param>
public sealed record MaximumEntropyProblem(double[] LogPrior, double[][] Features, double[] Targets)
{
    /// <summary>Names of the features in messages; numbers by default.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Limits of the solver.</summary>
    public NewtonOptions Solver { get; init; } = new();

    internal string Name(int feature) => Names is { } names ? $"'{names[feature]}'" : feature.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The law of least information that has the means asked for.</summary>
/// <param name="Multipliers">λ_k, one a feature, in p ∝ q e^{−λ·f}.</param>
/// <param name="Probabilities">p, one a state.</param>
/// <param name="LogPartition">ln Z = ln Σ q e^{−λ·f}, with q as given.</param>
/// <param name="Entropy">−Σ p ln p; for a counting prior equal to ln Z + λ·F.</param>
/// <param name="Divergence">D(p‖q) from the normalized prior: the information that the constraints add.</param>
/// <param name="Covariance">Cov(f_k, f_l) = −∂F_k/∂λ_l, [features, features].</param>
/// <param name="Iterations">Newton steps.</param>
public sealed record MaximumEntropySolution(
    double[] Multipliers, double[] Probabilities, double LogPartition, double Entropy, double Divergence, Matrix<double> Covariance,
    int Iterations)
{
    /// <summary>The mean of an observable, constrained or not.</summary>
    /// <param name="observable">Its value in every state.</param>
    /// <returns>Σ p f.</returns>
    public double Mean(ReadOnlySpan<double> observable) => SpanMath.Dot(Probabilities, observable);
}

/// <summary>
/// Maximum entropy (Jaynes 1957): among laws with ⟨f_k⟩ = F_k the one of least D(p‖q) is
/// <code>p = q e^{−Σ λ_k f_k} / Z(λ),   λ = argmin ln Z(λ) + λ·F,</code>
/// a smooth convex problem in as many variables as constraints, solved by damped Newton with the covariance as Hessian.
/// </summary>
public static class MaximumEntropy
{
    private const double MaxExponent = 600; // beyond it p underflows: the target is only reached in a limit

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The law with its multipliers.</returns>
    /// <exception cref="ArgumentException">Shapes differ, a number is not finite, or features are linearly dependent; the message says
    /// which.</exception>
    /// <exception cref="InfeasibleConstraintsException">No law with full support has these means; the message says why, and what to
    /// do.</exception>
    public static MaximumEntropySolution Solve(MaximumEntropyProblem problem)
    {
        MaximumEntropyChecks.Check(problem);
        int[] support = [.. Enumerable.Range(0, problem.LogPrior.Length).Where(x => !double.IsNegativeInfinity(problem.LogPrior[x]))];
        var objective = new DualObjective(problem, support);
        var result = Newton.Minimize(objective.Evaluate, new double[problem.Targets.Length], problem.Solver);
        if (!result.Converged || objective.IsOnBoundary(result.X))
            throw objective.NotConverged(result);
        double[] p = new double[problem.LogPrior.Length];
        for (int i = 0; i < support.Length; i++)
            p[support[i]] = objective.Probabilities(result.X)[i];
        double[] prior = Normalized(problem.LogPrior);
        double shift = SpanMath.Dot(result.X, problem.Targets);
        return new(result.X, p, result.Value - shift, Information.Entropy(p), Information.KullbackLeibler(p, prior), result.Hessian,
            result.Iterations);
    }

    private static double[] Normalized(double[] logWeights)
    {
        double largest = logWeights.Max();
        double[] p = [.. logWeights.Select(q => Math.Exp(q - largest))];
        double sum = p.Sum();
        return [.. p.Select(weight => weight / sum)];
    }

    /// <summary>ln Σ q e^{−λ·(f − F)} with derivatives. It throws as soon as λ proves that the targets cannot be met.</summary>
    private sealed class DualObjective(MaximumEntropyProblem problem, int[] support)
    {
        private readonly double[][] _centered =
            [.. problem.Features.Select((f, k) => support.Select(x => f[x] - problem.Targets[k]).ToArray())];
        private readonly double[] _logPrior = [.. support.Select(x => problem.LogPrior[x])];
        private readonly double[] _p = new double[support.Length];

        public double Evaluate(ReadOnlySpan<double> lambda, Span<double> gradient, Matrix<double> hessian)
        {
            double logZ = Weigh(lambda);
            RefuseIfSeparating(lambda);
            for (int k = 0; k < _centered.Length; k++)
                gradient[k] = -Mean(_centered[k]);
            for (int k = 0; k < _centered.Length; k++)
            {
                for (int l = 0; l <= k; l++)
                    hessian[k, l] = hessian[l, k] = Covariance(_centered[k], -gradient[k], _centered[l], -gradient[l]);
            }
            return logZ;
        }

        public double[] Probabilities(double[] lambda)
        {
            Weigh(lambda);
            return _p;
        }

        public Exception NotConverged(NewtonResult result)
        {
            double[] along = Along(result.X);
            return IsOnBoundary(result.X) || along.Max() - along.Min() > MaxExponent / 2
                ? InfeasibleConstraintsException.Boundary(problem, result.X)
                : new ArithmeticException(
                    $"Newton's method did not converge in {result.Iterations} steps (decrement {result.Decrement:G3}). " +
                    "Raise Solver.MaxIterations, or its Tolerance if features differ by many orders of magnitude.");
        }

        /// <summary>Inside the boundary Σ p λ·(f − F) = 0 with p &gt; 0, so that λ·(f − F) is negative somewhere.</summary>
        public bool IsOnBoundary(double[] lambda)
        {
            double[] along = Along(lambda);
            double low = along.Min(), high = along.Max();
            return high - low > 1 && low > -1e-13 * (high - low);
        }

        /// <summary>p ∝ q e^{−λ·(f−F)} by log-sum-exp.</summary>
        private double Weigh(ReadOnlySpan<double> lambda)
        {
            _logPrior.CopyTo(_p, 0);
            for (int k = 0; k < _centered.Length; k++)
                SpanMath.AddScaled(_centered[k], -lambda[k], _p);
            double largest = _p.Max(), sum = 0;
            for (int i = 0; i < _p.Length; i++)
                sum += _p[i] = Math.Exp(_p[i] - largest);
            for (int i = 0; i < _p.Length; i++)
                _p[i] /= sum;
            return largest + Math.Log(sum);
        }

        /// <summary>
        /// If λ·(f − F) has one sign on all states, the hyperplane through F with normal λ has all states on one side: no law has mean F
        /// (strictly on one side), or only laws on the hyperplane do (touching it).
        /// </summary>
        private void RefuseIfSeparating(ReadOnlySpan<double> lambda)
        {
            double[] along = Along(lambda);
            double low = along.Min(), high = along.Max(), slack = 1e-9 * (high - low);
            if (high - low > 0 && low > slack)
                throw InfeasibleConstraintsException.Outside(problem, lambda.ToArray(), low);
            if (high - low > MaxExponent && low > -1e-6 * (high - low))
                throw InfeasibleConstraintsException.Boundary(problem, lambda.ToArray());
        }

        private double[] Along(ReadOnlySpan<double> lambda)
        {
            double[] along = new double[_p.Length];
            for (int k = 0; k < _centered.Length; k++)
                SpanMath.AddScaled(_centered[k], lambda[k], along);
            return along;
        }

        private double Mean(double[] values) => SpanMath.Dot(_p, values);

        private double Covariance(double[] f, double meanF, double[] g, double meanG)
        {
            double sum = 0;
            for (int i = 0; i < f.Length; i++)
                sum += _p[i] * (f[i] - meanF) * (g[i] - meanG);
            return sum;
        }
    }
}
