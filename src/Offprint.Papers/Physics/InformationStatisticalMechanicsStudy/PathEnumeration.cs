using MathNet.Numerics.LinearAlgebra;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>
/// Every path of a small channel, one by one, with its probability and its loss. It shares no code with <see cref="PathEnsemble"/>: kernels
/// are dense matrices over states, which is the same as long as no two moves join the same states.
/// </summary>
internal sealed class PathEnumeration
{
    private readonly Matrix<double>[] _kernels;
    private readonly double[] _start, _end;
    private double _meanLoss, _exponential, _probability;
    private long _paths;

    public PathEnumeration(JumpProcess process, double stepSize, double[] driving, double[] start)
    {
        _start = start;
        _kernels = [.. driving.Select(lambda => Kernel(process, stepSize, lambda))];
        var law = Vector<double>.Build.Dense(start);
        foreach (var kernel in _kernels)
            law *= kernel;
        _end = law.ToArray();
    }

    public (double MeanLoss, double Exponential, long Paths) Run()
    {
        for (int x = 0; x < _start.Length; x++)
            Extend(0, x, _start[x], Math.Log(_start[x]));
        if (Math.Abs(_probability - 1) > 1e-12)
            throw new ArithmeticException($"The paths' probabilities sum to {_probability}.");
        return (_meanLoss, _exponential, _paths);
    }

    private void Extend(int step, int state, double probability, double loss)
    {
        if (step == _kernels.Length)
        {
            loss -= Math.Log(_end[state]);
            _paths++;
            _probability += probability;
            _meanLoss += probability * loss;
            _exponential += probability * Math.Exp(-loss);
            return;
        }
        var kernel = _kernels[step];
        for (int next = 0; next < _start.Length; next++)
        {
            if (kernel[state, next] > 0)
                Extend(step + 1, next, probability * kernel[state, next], loss + Math.Log(kernel[state, next] / kernel[next, state]));
        }
    }

    private static Matrix<double> Kernel(JumpProcess process, double stepSize, double lambda)
    {
        var kernel = Matrix<double>.Build.Dense(process.States, process.States, (x, y) => x == y ? 1 - stepSize * process.ExitRates[x] : 0);
        foreach (var move in process.Moves)
            kernel[move.From, move.To] += stepSize * move.Rate * Math.Exp(lambda * move.Charge);
        return kernel.NormalizeRows(1);
    }
}
