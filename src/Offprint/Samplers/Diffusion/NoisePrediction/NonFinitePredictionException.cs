namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>A model's output, or the sample itself, is not finite: the run has diverged or the model is broken.</summary>
/// <param name="step">The step, from 0.</param>
/// <param name="time">The time.</param>
/// <param name="solver">The solver's name.</param>
public sealed class NonFinitePredictionException(int step, double time, string solver) : ArithmeticException(
    $"{solver}: the prediction at step {step}, t = {time.ToString("G6", CultureInfo.InvariantCulture)}, is not finite. " +
    "Either the model gives NaN there or the solver has left its stability region: try more steps, less guidance or a lower order.")
{
    /// <summary>The step, from 0.</summary>
    public int Step => step;

    /// <summary>The time.</summary>
    public double Time => time;
}
