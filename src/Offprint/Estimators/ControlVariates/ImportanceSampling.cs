using System.Numerics.Tensors;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.ControlVariates;

/// <summary>Estimates of several expectations from one sample.</summary>
/// <param name="Values">Î, [J].</param>
/// <param name="Variances">The sample variance of a single term, [J]; Var(Î_j) is this over <paramref name="Samples"/>.</param>
/// <param name="Samples">N.</param>
public sealed record ExpectationEstimates(double[] Values, double[] Variances, int Samples);

/// <summary>Expectations from one independent sample of a fixed density, without or with control variates. All are unbiased.</summary>
public static class ImportanceSampling
{
    private const int Block = 1024;

    /// <summary>
    /// \(\hat I_j = \frac1N\sum_n \phi_j(X_n) f_j(X_n) / q(X_n)\), X ~ q. With q = f this is plain Monte Carlo.
    /// </summary>
    /// <param name="problem">The expectations.</param>
    /// <param name="proposal">q, positive wherever some φ_j f_j is not zero.</param>
    /// <param name="samples">N, at least 2.</param>
    /// <param name="random">The randomness.</param>
    /// <returns>The estimates.</returns>
    /// <exception cref="InvalidOperationException">A term is not finite.</exception>
    public static ExpectationEstimates Estimate(ExpectationProblem problem, IDensity proposal, int samples, RandomStream random) =>
        Run(problem, proposal, null, samples, random);

    /// <summary>
    /// \(\hat I_j = \beta_j + \frac1N\sum_n [\phi_j(X_n) f_j(X_n) - \beta_j g_j(X_n)] / g_\alpha(X_n)\), X ~ g_α = Σ α_j g_j: each
    /// auxiliary density, whose
    /// integral is one, is a control variate of its expectation.
    /// </summary>
    /// <remarks>With g_j = φ_j f_j / I_j: N Var(Î_j) = (I_j − β_j)² (∫ g_j² / g_α − 1), zero for β = I whatever α.</remarks>
    /// <param name="problem">The expectations.</param>
    /// <param name="proposal">g_α, with J components.</param>
    /// <param name="coefficients">β, [J].</param>
    /// <param name="samples">N, at least 2.</param>
    /// <param name="random">The randomness.</param>
    /// <returns>The estimates.</returns>
    /// <exception cref="ArgumentException">The numbers of components or coefficients are not J.</exception>
    /// <exception cref="InvalidOperationException">A term is not finite.</exception>
    public static ExpectationEstimates Estimate(ExpectationProblem problem, MixtureDensity proposal, IReadOnlyList<double> coefficients,
        int samples, RandomStream random)
    {
        if (proposal.Components.Count != problem.Count || coefficients.Count != problem.Count)
            throw new ArgumentException(
                $"{problem.Count} expectations, {proposal.Components.Count} components and {coefficients.Count} coefficients: one of " +
                $"each belongs together.", nameof(coefficients));
        return Run(problem, proposal, coefficients, samples, random);
    }

    private static ExpectationEstimates Run(ExpectationProblem problem, IDensity proposal, IReadOnlyList<double>? beta, int samples,
        RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        if (proposal.Dimension != problem.Dimension)
            throw new ArgumentException($"A proposal of {proposal.Dimension} dimensions for densities of {problem.Dimension}.",
                nameof(proposal));
        var points = new PointMatrix(problem.Dimension, samples);
        proposal.Sample(random, points);
        int room = Math.Min(Block, samples);
        PointMatrix values = new(problem.Outputs, room), logs = new(problem.Densities.Count, room), terms = new(problem.Count, room);
        PointMatrix? controls = beta is null ? null : new PointMatrix(problem.Count, room);
        double[] logProposal = new double[room];
        var sums = new RunningMoments(problem.Count);
        for (int first = 0; first < samples; first += Block)
        {
            int count = Math.Min(Block, samples - first);
            PointMatrix part = points.Slice(first, count), own = terms.Slice(0, count);
            Span<double> reference = logProposal.AsSpan(0, count);
            problem.Function(part, values.Slice(0, count));
            problem.LogDensities(part, logs.Slice(0, count));
            if (controls is null)
                proposal.LogDensity(part, reference);
            else
                ((MixtureDensity)proposal).LogDensities(part, controls.Slice(0, count), reference);
            problem.Terms(values.Slice(0, count), logs.Slice(0, count), reference, own);
            for (int j = 0; j < problem.Count; j++)
            {
                if (controls is not null && beta![j] != 0)
                {
                    Span<double> control = controls[j][..count];
                    TensorPrimitives.Subtract(control, reference, control);
                    SpanMath.Exp(control);
                    TensorPrimitives.MultiplyAdd(control, -beta[j], own[j], own[j]);
                }
                sums.Add(j, own[j]);
            }
        }
        return new ExpectationEstimates([.. Enumerable.Range(0, problem.Count).Select(j => sums.Mean(j) + (beta?[j] ?? 0))],
            [.. Enumerable.Range(0, problem.Count).Select(sums.Variance)], samples);
    }
}
