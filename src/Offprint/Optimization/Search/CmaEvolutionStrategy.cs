using MathNet.Numerics.LinearAlgebra;
using Offprint.Numerics;

namespace Offprint.Optimization.Search;

/// <summary>
/// The covariance matrix adaptation evolution strategy, asked and told (Hansen 2016, "The CMA Evolution Strategy: A Tutorial", with its
/// default constants): minimizes.
/// </summary>
public sealed class CmaEvolutionStrategy
{
    private readonly RandomStream _random;
    private readonly double[] _weights;
    private readonly double _effective, _stepRate, _damping, _pathRate, _rankOne, _rankMu, _expectedLength;
    private readonly Vector<double> _mean, _stepPath, _path;
    private Matrix<double> _covariance, _axes;
    private Vector<double> _lengths;
    private int _evaluationsOfAxes, _evaluations;

    /// <summary>Starts at a point.</summary>
    /// <param name="mean">The first mean, [d].</param>
    /// <param name="deviation">σ, the first step size; positive.</param>
    /// <param name="seed">Decides all draws.</param>
    /// <param name="population">λ; 4 + ⌊3 ln d⌋ if null.</param>
    public CmaEvolutionStrategy(IReadOnlyList<double> mean, double deviation, Seed seed, int? population = null)
    {
        int d = mean.Count;
        ArgumentOutOfRangeException.ThrowIfZero(d);
        if (!(deviation > 0) || population < 2)
            throw new ArgumentException(
                $"A deviation of {deviation} and a population of {population}: one is positive, the other at least 2.");
        (_random, Deviation) = (seed.Stream(), deviation);
        Population = population ?? 4 + (int)(3 * Math.Log(d));
        double[] raw = [.. Enumerable.Range(1, Population / 2).Select(i => Math.Log((Population + 1) / 2.0) - Math.Log(i))];
        _weights = [.. raw.Select(w => w / raw.Sum())];
        _effective = 1 / _weights.Sum(w => w * w);
        _stepRate = (_effective + 2) / (d + _effective + 5);
        _damping = 1 + 2 * Math.Max(0, Math.Sqrt((_effective - 1) / (d + 1)) - 1) + _stepRate;
        _pathRate = (4 + _effective / d) / (d + 4 + 2 * _effective / d);
        _rankOne = 2 / ((d + 1.3) * (d + 1.3) + _effective);
        _rankMu = Math.Min(1 - _rankOne, 2 * (_effective - 2 + 1 / _effective) / ((d + 2) * (d + 2) + _effective));
        _expectedLength = Math.Sqrt(d) * (1 - 1 / (4.0 * d) + 1 / (21.0 * d * d));
        _mean = Vector<double>.Build.DenseOfEnumerable(mean);
        (_stepPath, _path) = (Vector<double>.Build.Dense(d), Vector<double>.Build.Dense(d));
        (_covariance, _axes, _lengths) = (Matrix<double>.Build.DenseIdentity(d), Matrix<double>.Build.DenseIdentity(d),
            Vector<double>.Build.Dense(d, 1));
    }

    /// <summary>λ.</summary>
    public int Population { get; }

    /// <summary>σ.</summary>
    public double Deviation { get; private set; }

    /// <summary>Generations told so far.</summary>
    public int Generations { get; private set; }

    /// <summary>The mean, [d].</summary>
    public double[] Mean => _mean.ToArray();

    /// <summary>Draws a generation.</summary>
    /// <returns>[λ][d].</returns>
    public double[][] Ask()
    {
        double[][] points = new double[Population][];
        for (int i = 0; i < points.Length; i++)
        {
            double[] normal = new double[_mean.Count];
            _random.FillNormal(normal);
            var step = _axes * Vector<double>.Build.Dense(normal).PointwiseMultiply(_lengths);
            points[i] = (_mean + Deviation * step).ToArray();
        }
        return points;
    }

    /// <summary>Learns from a generation.</summary>
    /// <param name="points">[λ][d], as asked, or moved into bounds.</param>
    /// <param name="costs">Smaller is better, [λ]; not a number counts as worst.</param>
    public void Tell(IReadOnlyList<double[]> points, IReadOnlyList<double> costs)
    {
        if (points.Count != Population || costs.Count != Population)
            throw new ArgumentException($"{points.Count} points and {costs.Count} costs for a population of {Population}.");
        int d = _mean.Count;
        int[] best = [.. Enumerable.Range(0, Population).OrderBy(i => double.IsNaN(costs[i]) ? double.PositiveInfinity : costs[i])];
        List<Vector<double>> steps = [.. _weights.Select((_, k) =>
            (Vector<double>.Build.Dense(points[best[k]].ToArray()) - _mean) / Deviation)];
        Vector<double> step = Vector<double>.Build.Dense(d);
        for (int k = 0; k < steps.Count; k++)
            step += _weights[k] * steps[k];
        (_mean + Deviation * step).CopyTo(_mean);
        _evaluations += Population;
        Generations++;

        // C^(−1/2) step: back to the frame in which draws are normal.
        Vector<double> whitened = _axes * _axes.TransposeThisAndMultiply(step).PointwiseDivide(_lengths);
        ((1 - _stepRate) * _stepPath + Math.Sqrt(_stepRate * (2 - _stepRate) * _effective) * whitened).CopyTo(_stepPath);
        double length = _stepPath.L2Norm();
        double settled = Math.Sqrt(1 - Math.Pow(1 - _stepRate, 2.0 * Generations));
        bool isLong = length / settled / _expectedLength >= 1.4 + 2.0 / (d + 1);
        ((1 - _pathRate) * _path + (isLong ? 0 : Math.Sqrt(_pathRate * (2 - _pathRate) * _effective)) * step).CopyTo(_path);
        double lost = isLong ? _rankOne * _pathRate * (2 - _pathRate) : 0;
        _covariance = (1 - _rankOne - _rankMu + lost) * _covariance + _rankOne * _path.OuterProduct(_path);
        for (int k = 0; k < steps.Count; k++)
            _covariance += _rankMu * _weights[k] * steps[k].OuterProduct(steps[k]);
        Deviation *= Math.Exp(Math.Min(1, _stepRate / _damping * (length / _expectedLength - 1)));
        UpdateAxes(d);
    }

    /// <summary>The decomposition is renewed when it pays: it costs d³, a generation d².</summary>
    private void UpdateAxes(int d)
    {
        if (_evaluations - _evaluationsOfAxes <= Population / ((_rankOne + _rankMu) * d * 10))
            return;
        _evaluationsOfAxes = _evaluations;
        _covariance = (_covariance + _covariance.Transpose()) / 2;
        var evd = _covariance.Evd(Symmetricity.Symmetric);
        _axes = evd.EigenVectors;
        _lengths = evd.EigenValues.Map(v => Math.Sqrt(Math.Max(v.Real, 1e-300)));
    }
}
