namespace Offprint.Optimization.Surrogates;

/// <summary>A moment of a training.</summary>
/// <param name="Step">Steps done before it.</param>
/// <param name="Losses">The loss of each member on the batch, [P].</param>
/// <param name="Norms">‖∇h‖ of each member on the batch, [P].</param>
/// <param name="Multipliers">λ of each member, [P]; zeros without the regularizer.</param>
/// <param name="Overestimation">E g(x⁻) − E g(x) of each member, [P]; empty without conservatism.</param>
public sealed record SurrogateMoment(
    int Step, IReadOnlyList<double> Losses, IReadOnlyList<double> Norms, IReadOnlyList<double> Multipliers,
    IReadOnlyList<double> Overestimation);

/// <summary>A trained surrogate.</summary>
/// <param name="Surrogate">The ensemble.</param>
/// <param name="Moments">The training's course, from its first step on.</param>
/// <param name="TrainingRows">Rows of the data set that were trained on.</param>
/// <param name="ValidationRows">Rows that were not.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="ConservatismWeights">α of each member at the end, [P]; empty without conservatism.</param>
public sealed record SurrogateFit(
    MlpSurrogate Surrogate, IReadOnlyList<SurrogateMoment> Moments, IReadOnlyList<int> TrainingRows, IReadOnlyList<int> ValidationRows,
    int Steps, IReadOnlyList<double> ConservatismWeights) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Surrogate.Dispose();

    /// <summary>Mean squared error on some rows.</summary>
    /// <param name="problem">The problem that it was trained on.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="how">How members become one value.</param>
    /// <returns>In squared standard deviations of the visible scores.</returns>
    public double Error(SearchProblem problem, IReadOnlyList<int> rows, Aggregation how)
    {
        double[] predicted = Surrogate.Predict(problem.Rows(rows), how);
        return rows.Select((row, i) => Math.Pow(predicted[i] - problem.Outputs[row], 2)).Average();
    }
}
