using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>What can be said of a problem before solving it.</summary>
internal static class MaximumEntropyChecks
{
    public static void Check(MaximumEntropyProblem problem)
    {
        CheckShapes(problem);
        int[] support = [.. Enumerable.Range(0, problem.LogPrior.Length).Where(x => !double.IsNegativeInfinity(problem.LogPrior[x]))];
        if (support.Length == 0)
            throw new ArgumentException("The prior forbids every state.", nameof(problem));
        for (int k = 0; k < problem.Targets.Length; k++)
            CheckRange(problem, k, [.. support.Select(x => problem.Features[k][x])]);
        CheckIndependence(problem, support);
    }

    private static void CheckShapes(MaximumEntropyProblem problem)
    {
        int states = problem.LogPrior.Length, features = problem.Features.Length;
        if (problem.Targets.Length != features)
            throw new ArgumentException($"There are {features} features and {problem.Targets.Length} targets; each feature needs one.",
                nameof(problem));
        if (problem.Names is { } names && names.Count != features)
            throw new ArgumentException($"There are {features} features and {names.Count} names.", nameof(problem));
        if (problem.LogPrior.Any(q => double.IsNaN(q) || double.IsPositiveInfinity(q)))
            throw new ArgumentException("The prior's logarithm must be finite, or −∞ for a forbidden state.", nameof(problem));
        for (int k = 0; k < features; k++)
        {
            if (problem.Features[k].Length != states)
                throw new ArgumentException(
                    $"Feature {problem.Name(k)} has {problem.Features[k].Length} values; there are {states} states.", nameof(problem));
            if (!problem.Features[k].All(double.IsFinite) || !double.IsFinite(problem.Targets[k]))
                throw new ArgumentException($"Feature {problem.Name(k)} or its target is infinite or NaN.", nameof(problem));
        }
    }

    private static void CheckRange(MaximumEntropyProblem problem, int feature, double[] values)
    {
        double low = values.Min(), high = values.Max(), target = problem.Targets[feature];
        string name = problem.Name(feature);
        if (low == high)
            throw new ArgumentException(
                $"Feature {name} is {low:G6} in every state that the prior allows; it constrains nothing. Drop it.", nameof(problem));
        if (target > low && target < high)
            return;
        string range = $"its values over the states lie in [{low:G6}, {high:G6}]";
        throw new InfeasibleConstraintsException(target == low || target == high
            ? $"The target {target:G6} of feature {name} is at the end of its range ({range}): only the states at that end can have it, " +
                "and its " +
              "multiplier is infinite. Move the target inside, or give the prior −∞ on the other states and drop the feature."
            : $"The target {target:G6} of feature {name} is infeasible: {range}. Check its units and its sign, or whether a rounded " +
                "value left the range.",
            [.. problem.Targets.Select((_, k) => k == feature ? (target <= low ? 1.0 : -1.0) : 0)]);
    }

    /// <summary>Dependent features have no unique multipliers; the null vector of their correlation matrix names them.</summary>
    private static void CheckIndependence(MaximumEntropyProblem problem, int[] support)
    {
        int n = problem.Targets.Length;
        if (n < 2)
            return;
        double[][] unit = [.. problem.Features.Select(f => Standardized([.. support.Select(x => f[x])]))];
        var correlation = Matrix<double>.Build.Dense(n, n, (k, l) => SpanMath.Dot(unit[k], unit[l]));
        var decomposition = correlation.Evd(Symmetricity.Symmetric);
        if (decomposition.EigenValues[0].Real > 1e-12)
            return;
        var involved = Enumerable.Range(0, n).Where(k => Math.Abs(decomposition.EigenVectors[k, 0]) > 1e-4);
        throw new ArgumentException(
            $"Features {string.Join(", ", involved.Select(problem.Name))} are linearly dependent over the {support.Length} states, so " +
                "that their " +
            "multipliers are not unique. Drop one of them.", nameof(problem));
    }

    private static double[] Standardized(double[] values)
    {
        double mean = values.Average(), norm = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)));
        return [.. values.Select(v => (v - mean) / norm)];
    }
}
