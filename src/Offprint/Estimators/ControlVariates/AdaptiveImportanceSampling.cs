using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.ControlVariates;

/// <summary>
/// Many expectations from one sample: importance sampling from a mixture whose components are also control variates, adapted in rounds
/// (A-ISCV,
/// Demange-Chryst, Bachoc and Morio 2022).
/// </summary>
/// <remarks>
/// <para>Each round fits a density g_j to φ_j f_j by cross-entropy on all points so far, chooses the mixture's weights by</para>
/// \[ \alpha = \arg\min_\alpha \int \frac{\sum_j w_j (\phi_j f_j - \beta_j g_j)^2}{g_\alpha}, \qquad
///    \beta_j = \frac{\mathrm{Cov}(g_j/g_\alpha,\ \phi_j f_j/g_\alpha)}{\mathrm{Var}(g_j/g_\alpha)}, \]
/// <para>
/// the latter from the round's own points. It stops when one more round did not pay: when Σ w_j Var / (points left) did not fall. What is
/// left
/// of the budget goes into one fresh sample, so that the estimates are unbiased.
/// </para>
/// <para>φ must not be negative: add a constant, or split it into positive and negative part.</para>
/// </remarks>
/// <param name="options">Settings; the paper's if <see langword="null"/>.</param>
public sealed class AdaptiveImportanceSampling(AdaptiveImportanceSamplingOptions? options = null)
{
    /// <summary>The settings.</summary>
    public AdaptiveImportanceSamplingOptions Options { get; } = options ?? new();

    /// <summary>Adapts and estimates.</summary>
    /// <param name="problem">The expectations.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="cancellation">Stops between rounds.</param>
    /// <returns>The estimates with the rounds that led to them.</returns>
    /// <exception cref="ArgumentException">The budget is too small for the dimension.</exception>
    /// <exception cref="InvalidOperationException">A function is negative or not finite, or its weights all vanish; the message says what
    /// to do.</exception>
    public AdaptiveImportanceSamplingResult Estimate(ExpectationProblem problem, Seed seed, CancellationToken cancellation = default)
    {
        Options.Validate(problem.Dimension);
        int limit = (int)(Options.Budget * Options.AdaptationShare), size = Options.RoundSize;
        var random = seed.Derive("points").Stream();
        var sample = new PooledSample(problem, (limit + size - 1) / size * size);
        var fit = new AuxiliaryFit(problem, Options, seed.Derive("fits").Stream());
        sample.Begin(size, random);
        var rounds = new List<AdaptationRound> { FirstRound(problem, sample) };
        var proposals = new List<MixtureDensity>();
        bool stopped = false;
        while (sample.Count < limit && !stopped)
        {
            cancellation.ThrowIfCancellationRequested();
            int before = sample.Count;
            var densities = fit.Fit(sample, out double smallest, out int pooled);
            sample.Compare(densities);
            var (alpha, gap) = Weights(problem, sample, rounds[^1]);
            proposals.Add(new MixtureDensity(densities, alpha));
            sample.Extend(proposals[^1], size, random);
            var (beta, variance) = Controls(problem, sample);
            rounds.Add(new AdaptationRound(sample.Count, variance, alpha, beta, smallest, pooled, gap));
            stopped = rounds[^2].Variance / (Options.Budget - before) <= variance / (Options.Budget - sample.Count);
            if (!stopped)
                sample.Reweigh();
        }
        int chosen = Options.KeepBest ? Enumerable.Range(0, proposals.Count).MinBy(k => rounds[k + 1].Variance) : proposals.Count - 1;
        double[] coefficients = rounds[chosen + 1].Beta; // the first round has no proposal of its own
        var estimates = ImportanceSampling.Estimate(problem, proposals[chosen], coefficients, Options.Budget - sample.Count, random);
        return new AdaptiveImportanceSamplingResult(estimates, proposals[chosen], coefficients, stopped && sample.Count < limit, rounds);
    }

    private AdaptationRound FirstRound(ExpectationProblem problem, PooledSample sample)
    {
        double[] means = new double[problem.Count], variances = new double[problem.Count], alpha = new double[problem.Count];
        var moments = new RunningMoments(problem.Count);
        for (int j = 0; j < problem.Count; j++)
        {
            moments.Add(j, sample.Terms(j));
            (means[j], variances[j]) = (moments.Mean(j), moments.Variance(j));
            alpha[j] = Math.Sqrt(problem.Weights[j]) * means[j];
        }
        double sum = alpha.Sum();
        return new AdaptationRound(sample.Count, problem.Criterion(variances), [.. alpha.Select(a => a / sum)],
            Options.ControlVariates ? means : new double[problem.Count], sample.Count, 0, 0);
    }

    /// <summary>
    /// α on all points so far. The start matters for speed only, and no component may start at zero: it would stay there.
    /// </summary>
    private (double[] Alpha, double Gap) Weights(ExpectationProblem problem, PooledSample sample, AdaptationRound previous)
    {
        double equal = 1.0 / problem.Count;
        if (!Options.OptimizeWeights)
            return ([.. Enumerable.Repeat(equal, problem.Count)], 0);
        var minimum = SimplexMinimizer.Minimize(sample.Ratios, sample.Costs(previous.Beta),
            [.. previous.Alpha.Select(a => (a + equal) / 2)]);
        return (minimum.Point, minimum.Gap);
    }

    /// <summary>β and the criterion on the newest points only: the others do not follow g_α.</summary>
    private (double[] Beta, double Variance) Controls(ExpectationProblem problem, PooledSample sample)
    {
        double[] beta = new double[problem.Count], variances = new double[problem.Count];
        for (int j = 0; j < problem.Count; j++)
        {
            if (Options.ControlVariates)
                (beta[j], variances[j]) = ControlVariate.Fit(sample.NewRatios(j), sample.NewTerms(j));
            else
                variances[j] = ControlVariate.VarianceWith(sample.NewRatios(j), sample.NewTerms(j), 0);
        }
        return (beta, problem.Criterion(variances));
    }
}
