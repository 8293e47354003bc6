using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// A schedule multiplied out. All its decisions are linear in the start x_T and the predictions ε_j, and so is every point at which the
/// model is evaluated: \[ p_i = a_i\, x_T + m_i\, \mu + \sum_{j &lt; i} b_{ij}\, \varepsilon_j, \qquad i = 0, \dots, n, \] with p_n the end
/// and μ
/// the data's mean. Schedules as different as their grids, orders and correctors may be become matrices of one shape.
/// </summary>
public sealed class SchedulePlan
{
    /// <summary>Answers with a new unit vector each time and notes where it was asked.</summary>
    private sealed class Recorder(NoiseSchedule noise, int width) : INoisePredictor
    {
        public List<double> Times { get; } = [];

        public List<double[]> Points { get; } = [];

        public NoiseSchedule Schedule => noise;

        public Tensor Predict(Tensor x, double t)
        {
            Times.Add(t);
            Points.Add(x.data<double>().ToArray());
            return Unit(Times.Count, width);
        }
    }

    private SchedulePlan(IReadOnlyList<double> times, IReadOnlyList<double[]> points) => (Times, Points) = (times, points);

    /// <summary>The times of the evaluations, n of them.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>n + 1 rows of n + 2 coefficients: of x_T, of ε₀ … ε_{n−1}, of μ. The last row is the end.</summary>
    public IReadOnlyList<double[]> Points { get; }

    /// <summary>n, the evaluations of the model.</summary>
    public int Evaluations => Times.Count;

    /// <summary>Multiplies a schedule out, by running its solver on unit vectors.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="noise">The noise levels.</param>
    /// <returns>The plan.</returns>
    public static SchedulePlan Of(SolverSchedule schedule, NoiseSchedule noise)
    {
        LibTorch.EnsureLoaded();
        using var scope = NewDisposeScope();
        int width = schedule.Evaluations + 2;
        var recorder = new Recorder(noise, width);
        var options = new SampleOptions { DataMean = Unit(width - 1, width) };
        Tensor end = new ExponentialSolver(schedule).Sample(recorder, Unit(0, width), options).X;
        return new(recorder.Times, [.. recorder.Points, end.data<double>().ToArray()]);
    }

    private static Tensor Unit(int index, int width)
    {
        double[] vector = new double[width];
        vector[index] = 1;
        return tensor(vector, [1, width]);
    }
}
