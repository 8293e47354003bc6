namespace Offprint.Physics.StatisticalMechanics;

/// <summary>No probability law with full support has the means asked for.</summary>
/// <param name="message">Which constraints clash, and the remedy.</param>
/// <param name="direction">A certificate v: v·f(x) ≥ v·F in all states x.</param>
public sealed class InfeasibleConstraintsException(string message, IReadOnlyList<double> direction) : ArgumentException(message)
{
    /// <summary>
    /// A certificate v, one number a feature: v·f(x) ≥ v·F in all states x, which no mean of the f(x) with full support can satisfy.
    /// </summary>
    public IReadOnlyList<double> Direction { get; } = direction;

    internal static InfeasibleConstraintsException Outside(MaximumEntropyProblem problem, double[] lambda, double gap)
    {
        double[] v = Scaled(lambda);
        double target = v.Zip(problem.Targets, (a, b) => a * b).Sum();
        return new(
            $"The targets are infeasible together: {Combination(problem, v)} is at least {target + gap / lambda.Max(Math.Abs):G6} in " +
                "every state, but the targets " +
            $"ask for a mean of {target:G6}. Each may be feasible alone; take all of them from one measured or computed law, unrounded, " +
                $"or drop one.", v);
    }

    internal static InfeasibleConstraintsException Boundary(MaximumEntropyProblem problem, double[] lambda)
    {
        double[] v = Scaled(lambda);
        return new(
            $"The targets lie on the boundary of what is possible: {Combination(problem, v)} is, up to rounding, at its least value. " +
                "Multipliers grow " +
            "without bound. Move the targets inside, or give the prior −∞ on the states off that face and drop one feature.", v);
    }

    private static double[] Scaled(double[] lambda)
    {
        double largest = lambda.Max(Math.Abs);
        return [.. lambda.Select(l => l / largest)];
    }

    private static string Combination(MaximumEntropyProblem problem, double[] v) =>
        string.Join(" + ", Enumerable.Range(0, v.Length).Where(k => Math.Abs(v[k]) > 1e-6)
            .Select(k => $"{v[k]:0.####} × {problem.Name(k)}"));
}
