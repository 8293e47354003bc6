using Offprint.Numerics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>
/// Paths of a jump process in steps of a fixed length, each step with at most one move of probability rate × step: q(m|x). Information on
/// the charge j moved in each step (maximum caliber) changes q into the <em>causal</em> kernel
/// <code>P_λ(m|x) = q(m|x) e^{λ_t j(m)} / ζ_t(x),</code>
/// which maximizes each step's entropy given its past; it is what a driving force does. The <em>tilted</em> ensemble, which reweights whole
/// paths by e^{Σ λ_t j_t} and so responds to forces before they act, is in <see cref="TiltedCovariance"/>. Everything here is exact: sums
/// over states, no sampling.
/// </summary>
public sealed partial class PathEnsemble
{
    private readonly double[] _stay;

    /// <summary>Cuts a process into steps.</summary>
    /// <param name="process">The process.</param>
    /// <param name="stepSize">dt; every exit rate × dt must be at most ½, so that the neglected second moves stay rare.</param>
    /// <exception cref="ArgumentException">The step is too long; the message gives the longest.</exception>
    public PathEnsemble(JumpProcess process, double stepSize)
    {
        double fastest = process.ExitRates.ToArray().Max();
        if (!(stepSize > 0) || stepSize * fastest > 0.5)
            throw new ArgumentException(
                $"The step {stepSize:G4} is not in (0, {0.5 / fastest:G4}]: at the largest exit rate {fastest:G4} more than half of the " +
                $"steps would move.", nameof(stepSize));
        (Process, StepSize) = (process, stepSize);
        _stay = [.. process.ExitRates.ToArray().Select(rate => 1 - rate * stepSize)];
    }

    /// <summary>The process.</summary>
    public JumpProcess Process { get; }

    /// <summary>dt.</summary>
    public double StepSize { get; }

    /// <summary>The laws of the state along causally driven paths.</summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>[steps + 1][states].</returns>
    public double[][] Laws(ReadOnlySpan<double> driving, ReadOnlySpan<double> start) => Laws(Causal(driving), start);

    /// <summary>The mean charge ⟨j_t⟩ moved in each step of causally driven paths.</summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>[steps].</returns>
    public double[] MeanCharges(ReadOnlySpan<double> driving, ReadOnlySpan<double> start)
    {
        var kernels = Causal(driving);
        double[][] laws = Laws(kernels, start);
        return [.. kernels.Select((kernel, t) => SpanMath.Dot(laws[t], kernel.MeanCharges))];
    }

    /// <summary>
    /// The causal response R(t, s) = ∂⟨j_t⟩/∂λ_s = ⟨j_t (j_s − E[j_s|x_s])⟩ for s ≤ t, 0 for s &gt; t: a fluctuation–dissipation relation
    /// that is exact under any driving, since j_s − E[j_s|x_s] is the score of the step's kernel.
    /// </summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>R, [steps, steps].</returns>
    public double[,] CausalResponse(ReadOnlySpan<double> driving, ReadOnlySpan<double> start)
    {
        var kernels = Causal(driving);
        double[][] laws = Laws(kernels, start);
        int steps = kernels.Length;
        double[,] response = new double[steps, steps];
        double[] later = new double[Process.States], earlier = new double[Process.States], scores = new double[Process.States];
        for (int t = 0; t < steps; t++)
        {
            for (int x = 0; x < Process.States; x++)
            {
                double mean = kernels[t].MeanCharges[x];
                response[t, t] += laws[t][x] * (kernels[t].SquaredCharges[x] - mean * mean);
            }
            kernels[t].MeanCharges.CopyTo(later, 0); // h_{t,t}: the charge of step t expected from its first state
            for (int s = t - 1; s >= 0; s--)
            {
                kernels[s].Backward(later, earlier);
                for (int x = 0; x < scores.Length; x++)
                    scores[x] = laws[s][x] * kernels[s].MeanCharges[x];
                response[t, s] = kernels[s].ChargedSum(laws[s], later) - SpanMath.Dot(scores, earlier);
                (later, earlier) = (earlier, later);
            }
        }
        return response;
    }

    /// <summary>The causal response of an undriven ensemble in its steady state, which depends on t − s alone.</summary>
    /// <param name="lags">How many lags.</param>
    /// <returns>R(lag), [lags]; its sum is the long-time response of ⟨j⟩ to a constant λ.</returns>
    public double[] StationaryResponse(int lags)
    {
        var kernel = Weighted(0, normalize: false);
        double[] law = Process.Chain.Stationary.ToArray(), response = new double[lags];
        double[] later = [.. kernel.MeanCharges], earlier = new double[Process.States];
        double[] scores = [.. law.Select((p, x) => p * kernel.MeanCharges[x])];
        response[0] = SpanMath.Dot(law, kernel.SquaredCharges) - SpanMath.Dot(scores, kernel.MeanCharges);
        for (int lag = 1; lag < lags; lag++)
        {
            kernel.Backward(later, earlier);
            response[lag] = kernel.ChargedSum(law, later) - SpanMath.Dot(scores, earlier);
            (later, earlier) = (earlier, later);
        }
        return response;
    }

    /// <summary>Information lost in each step of causally driven paths.</summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>[steps].</returns>
    /// <exception cref="InvalidOperationException">A move has no reverse: the loss is infinite.</exception>
    public InformationLoss[] Losses(ReadOnlySpan<double> driving, ReadOnlySpan<double> start)
    {
        var kernels = Causal(driving);
        double[][] laws = Laws(kernels, start);
        return [.. kernels.Select((kernel, t) => InformationLoss.OfStep(Process, kernel, laws[t], laws[t + 1]))];
    }

    /// <summary>
    /// Draws paths and records the information that each one lost: Σ ln P_t(m)/P_t(reverse of m) + ln p_0(x_0)/p_T(x_T). Its exponential
    /// ⟨e^{−loss}⟩ is 1 if p_0 is positive everywhere.
    /// </summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <param name="losses">Receives a loss for each path.</param>
    /// <param name="random">The randomness: one number a step, one a path.</param>
    /// <exception cref="InvalidOperationException">A move has no reverse: the loss is infinite.</exception>
    public void SampleLosses(ReadOnlySpan<double> driving, ReadOnlySpan<double> start, Span<double> losses, RandomStream random)
    {
        var kernels = Causal(driving);
        double[][] laws = Laws(kernels, start), medium = [.. kernels.Select(kernel => InformationLoss.OfMoves(Process, kernel))];
        for (int path = 0; path < losses.Length; path++)
        {
            int first = random.NextCategorical(start), state = first;
            double loss = 0;
            for (int t = 0; t < kernels.Length; t++)
            {
                double threshold = random.NextDouble() - kernels[t].Stay[state];
                if (threshold < 0)
                    continue;
                var (move, end) = Process.MovesFrom(state);
                for (; move < end - 1; move++)
                {
                    threshold -= kernels[t].Probabilities[move];
                    if (threshold < 0)
                        break;
                }
                loss += medium[t][move];
                state = Process.Moves[move].To;
            }
            losses[path] = loss + Math.Log(start[first] / laws[^1][state]);
        }
    }

    private double[][] Laws(StepKernel[] kernels, ReadOnlySpan<double> start)
    {
        if (start.Length != Process.States)
            throw new ArgumentException($"The first law has {start.Length} entries; the process has {Process.States} states.",
                nameof(start));
        double[][] laws = new double[kernels.Length + 1][];
        laws[0] = start.ToArray();
        for (int t = 0; t < kernels.Length; t++)
            kernels[t].Forward(laws[t], laws[t + 1] = new double[Process.States]);
        return laws;
    }

    /// <summary>The driven kernels, one a step; equal steps share one.</summary>
    private StepKernel[] Causal(ReadOnlySpan<double> driving)
    {
        var known = new Dictionary<double, StepKernel>();
        var kernels = new StepKernel[driving.Length];
        for (int t = 0; t < kernels.Length; t++)
        {
            if (!known.TryGetValue(driving[t], out var kernel))
                known[driving[t]] = kernel = Weighted(driving[t], normalize: true);
            kernels[t] = kernel;
        }
        return kernels;
    }

    private StepKernel Weighted(double lambda, bool normalize)
    {
        var moves = Process.Moves;
        double[] weights = new double[moves.Length], stay = [.. _stay], norms = [.. _stay];
        for (int m = 0; m < weights.Length; m++)
            norms[moves[m].From] += weights[m] = moves[m].Rate * StepSize * Math.Exp(lambda * moves[m].Charge);
        if (normalize)
        {
            for (int m = 0; m < weights.Length; m++)
                weights[m] /= norms[moves[m].From];
            for (int x = 0; x < stay.Length; x++)
                stay[x] /= norms[x];
        }
        return new StepKernel(Process, weights, stay);
    }
}
