namespace Offprint.Numerics;

/// <summary>The drift of a stochastic differential equation.</summary>
/// <param name="t">The time.</param>
/// <param name="x">The state.</param>
/// <param name="drift">Receives the drift; as long as the state.</param>
public delegate void SdeDrift(double t, ReadOnlySpan<double> x, Span<double> drift);

/// <summary>Watches an integration.</summary>
/// <param name="step">The step, from 0.</param>
/// <param name="t">The time before the step.</param>
/// <param name="before">The state before the step.</param>
/// <param name="after">The state after it.</param>
public delegate void SdeObserver(int step, double t, ReadOnlySpan<double> before, ReadOnlySpan<double> after);

/// <summary>
/// Integrates dx = f(x, t) dt + b dW with constant noise amplitudes b, one a coordinate. A batch of independent paths is one long state:
/// the drift fills all of it in one call, and steps allocate nothing. With additive noise Itô and Stratonovich agree.
/// </summary>
public sealed class SdeIntegrator
{
    private readonly SdeDrift _drift;
    private readonly double[] _amplitudes, _noise, _first, _second, _next;

    /// <summary>Prepares an integration.</summary>
    /// <param name="drift">The drift.</param>
    /// <param name="amplitudes">b, one a coordinate: √(2D) for a diffusion constant D, 0 for a coordinate without noise.</param>
    public SdeIntegrator(SdeDrift drift, ReadOnlySpan<double> amplitudes)
    {
        (_drift, _amplitudes) = (drift, amplitudes.ToArray());
        int n = amplitudes.Length;
        (_noise, _first, _second, _next) = (new double[n], new double[n], new double[n], new double[n]);
    }

    /// <summary>The Euler–Maruyama method: strong and weak order 1 for additive noise.</summary>
    /// <param name="x">The state, changed in place.</param>
    /// <param name="start">The first time.</param>
    /// <param name="stepSize">The length of a step.</param>
    /// <param name="steps">How many.</param>
    /// <param name="random">The noise.</param>
    /// <param name="observer">Called after every step; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">The state has another length than the amplitudes.</exception>
    public void EulerMaruyama(Span<double> x, double start, double stepSize, int steps, RandomStream random,
        SdeObserver? observer = null) =>
        Run(x, start, stepSize, steps, random, observer, heun: false);

    /// <summary>Heun's method: the mean of the drifts at both ends of a step, weak order 2 for additive noise.</summary>
    /// <inheritdoc cref="EulerMaruyama"/>
    public void Heun(Span<double> x, double start, double stepSize, int steps, RandomStream random, SdeObserver? observer = null) =>
        Run(x, start, stepSize, steps, random, observer, heun: true);

    private void Run(Span<double> x, double start, double stepSize, int steps, RandomStream random, SdeObserver? observer, bool heun)
    {
        if (x.Length != _amplitudes.Length)
            throw new ArgumentException($"The state has {x.Length} coordinates; there are {_amplitudes.Length} noise amplitudes.",
                nameof(x));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSize);
        double root = Math.Sqrt(stepSize);
        for (int step = 0; step < steps; step++)
        {
            double t = start + step * stepSize;
            _drift(t, x, _first);
            for (int i = 0; i < _noise.Length; i++)
            {
                _noise[i] = _amplitudes[i] == 0 ? 0 : root * _amplitudes[i] * random.NextNormal();
                _next[i] = x[i] + stepSize * _first[i] + _noise[i];
            }
            if (heun)
            {
                _drift(t + stepSize, _next, _second);
                for (int i = 0; i < _noise.Length; i++)
                    _next[i] = x[i] + 0.5 * stepSize * (_first[i] + _second[i]) + _noise[i];
            }
            observer?.Invoke(step, t, x, _next);
            _next.CopyTo(x);
        }
    }
}
