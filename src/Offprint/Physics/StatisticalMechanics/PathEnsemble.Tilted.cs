namespace Offprint.Physics.StatisticalMechanics;

/// <content>Whole paths reweighted by e^{Σ λ_t j_t}.</content>
public sealed partial class PathEnsemble
{
    /// <summary>
    /// The process free energy 𝓕[λ] = −ln ⟨e^{Σ λ_t j_t}⟩ over undriven paths: −∂𝓕/∂λ_t is the mean charge of step t in the tilted
    /// ensemble.
    /// </summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>𝓕.</returns>
    public double ProcessFreeEnergy(ReadOnlySpan<double> driving, ReadOnlySpan<double> start) =>
        new TiltedPass(this, driving, start).FreeEnergy;

    /// <summary>The mean charges of the tilted ensemble.</summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>⟨j_t⟩, [steps].</returns>
    public double[] TiltedMeans(ReadOnlySpan<double> driving, ReadOnlySpan<double> start) => new TiltedPass(this, driving, start).Means();

    /// <summary>
    /// Cov(j_t, j_s) in the tilted ensemble: minus the Hessian of the process free energy, hence symmetric in t and s. A force at a later
    /// time s &gt; t changes ⟨j_t⟩: this ensemble conditions on the future and is not the response to a physical force.
    /// </summary>
    /// <param name="driving">λ_t, one a step.</param>
    /// <param name="start">p_0, [states].</param>
    /// <returns>[steps, steps].</returns>
    public double[,] TiltedCovariance(ReadOnlySpan<double> driving, ReadOnlySpan<double> start) =>
        new TiltedPass(this, driving, start).Covariance();

    /// <summary>Forward and backward vectors of the tilted ensemble, rescaled at each step.</summary>
    private sealed class TiltedPass
    {
        private readonly StepKernel[] _kernels;
        private readonly double[][] _forward, _backward;
        private readonly double[] _scales;
        private readonly int _states;

        public TiltedPass(PathEnsemble ensemble, ReadOnlySpan<double> driving, ReadOnlySpan<double> start)
        {
            int steps = driving.Length;
            _states = start.Length;
            (_kernels, _scales) = (new StepKernel[steps], new double[steps]);
            (_forward, _backward) = (new double[steps + 1][], new double[steps + 1][]);
            _forward[0] = start.ToArray();
            for (int t = 0; t < steps; t++)
            {
                _kernels[t] = ensemble.Weighted(driving[t], normalize: false);
                _kernels[t].Forward(_forward[t], _forward[t + 1] = new double[_states]);
                _scales[t] = _forward[t + 1].Sum();
                Divide(_forward[t + 1], _scales[t]);
                FreeEnergy -= Math.Log(_scales[t]);
            }
            _backward[steps] = new double[_states];
            Array.Fill(_backward[steps], 1);
            for (int t = steps - 1; t >= 0; t--)
            {
                _kernels[t].Backward(_backward[t + 1], _backward[t] = new double[_states]);
                Divide(_backward[t], _scales[t]);
            }
        }

        public double FreeEnergy { get; }

        public double[] Means() => [.. _kernels.Select((kernel, t) => kernel.ChargedSum(_forward[t], _backward[t + 1]) / _scales[t])];

        public double[,] Covariance()
        {
            int steps = _kernels.Length;
            double[] means = Means(), carried = new double[_states], next = new double[_states];
            double[,] covariance = new double[steps, steps];
            for (int s = 0; s < steps; s++)
            {
                covariance[s, s] = _kernels[s].SquaredChargedSum(_forward[s], _backward[s + 1]) / _scales[s] - means[s] * means[s];
                // The measure with the charge of step s in it, carried on to every later step.
                _kernels[s].ForwardCharged(_forward[s], carried);
                Divide(carried, _scales[s]);
                for (int t = s + 1; t < steps; t++)
                {
                    covariance[t, s] = covariance[s, t] = _kernels[t].ChargedSum(carried, _backward[t + 1]) / _scales[t] - means[t] *
                        means[s];
                    _kernels[t].Forward(carried, next);
                    Divide(next, _scales[t]);
                    (carried, next) = (next, carried);
                }
            }
            return covariance;
        }

        private static void Divide(Span<double> values, double by)
        {
            for (int x = 0; x < values.Length; x++)
                values[x] /= by;
        }
    }
}
