using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>A batch of paths of the probability flow with their derivatives by the start, at every time of a grid.</summary>
/// <param name="Times">The times, first the noisiest.</param>
/// <param name="States">x_t [B, D], one a time.</param>
/// <param name="Jacobians">Y_t = ∂x_t/∂x_T [B, D, D], one a time; the first is the identity.</param>
/// <param name="LogVolumes">∫ div f̃ dt [B], one a time: log |det Y_t|, computed from the divergence alone.</param>
public sealed record FlowJacobian(
    IReadOnlyList<double> Times, IReadOnlyList<Tensor> States, IReadOnlyList<Tensor> Jacobians, IReadOnlyList<Tensor> LogVolumes)
{
    /// <summary>The singular values of Y at a time: tangent directions of the data keep theirs, normal ones fall like σ_t.</summary>
    /// <param name="index">The time's number.</param>
    /// <returns>[B, D], falling.</returns>
    public Tensor SingularValues(int index) => linalg.svdvals(Jacobians[index]);
}

/// <summary>
/// The probability flow in x̄ = x/α and λ, packed with what is integrated along: Ȳ = ∂x̄/∂x̄_T and log |det Ȳ|,
/// \[ \frac{d\bar Y}{d\lambda} = -\bar\sigma\alpha\,\frac{\partial\varepsilon}{\partial x}\,\bar Y, \qquad
/// \frac{d \log|\det\bar Y|}{d\lambda} = -\bar\sigma\alpha\,\mathrm{tr}\,\frac{\partial\varepsilon}{\partial x} . \]
/// </summary>
internal sealed class LinearizedFlow : IDisposable
{
    private readonly string _name;
    private readonly ProbabilityFlowOptions _options;
    private readonly IDifferentiablePredictor _model;
    private readonly IDisposable _noGrad = no_grad();
    private readonly DisposeScope _scope = NewDisposeScope();
    private int _step;

    public LinearizedFlow(string name, ProbabilityFlowOptions options, IDifferentiablePredictor model) =>
        (_name, _options, _model) = (name, options, model);

    private NoiseSchedule Schedule => _model.Schedule;

    public FlowJacobian Along(Tensor start, TimeGrid grid, CancellationToken ct)
    {
        long d = Columns(start), b = start.size(0);
        double first = Schedule.Alpha(grid.Start);
        Tensor x = start.detach().to(ScalarType.Float64);
        Tensor identity = eye(d, dtype: ScalarType.Float64).reshape(1, d * d).expand(b, -1);
        Tensor y = cat([x / first, identity, zeros(b, 1, dtype: ScalarType.Float64)], 1);
        var (states, jacobians, volumes) = (new List<Tensor>(), new List<Tensor>(), new List<Tensor>());
        Keep(y, first);
        for (_step = 0; _step < grid.Steps; _step++)
        {
            y = LambdaIntegrator.Integrate(_options, (packed, lambda) => Derivative(packed, lambda, d, ct), y,
                Schedule.Lambda(grid.Times[_step]), Schedule.Lambda(grid.Times[_step + 1]));
            Keep(y, Schedule.Alpha(grid.Times[_step + 1]));
        }
        return new(grid.Times, Outer(states), Outer(jacobians), Outer(volumes));

        void Keep(Tensor packed, double alpha)
        {
            states.Add(packed.narrow(1, 0, d) * alpha);
            jacobians.Add(packed.narrow(1, d, d * d).reshape(b, d, d) * (alpha / first));
            volumes.Add(packed.select(1, d * d + d) + d * Math.Log(alpha / first));
        }
    }

    public Tensor LogDensity(Tensor x, double t, Func<Tensor, Tensor>? prior, CancellationToken ct)
    {
        long d = Columns(x);
        double end = Schedule.T;
        Tensor y = cat([x.detach().to(ScalarType.Float64) / Schedule.Alpha(t), zeros(x.size(0), 1, dtype: ScalarType.Float64)], 1);
        y = LambdaIntegrator.Integrate(_options, (packed, lambda) => Derivative(packed, lambda, d, ct), y, Schedule.Lambda(t),
            Schedule.Lambda(end));
        Tensor last = y.narrow(1, 0, d) * Schedule.Alpha(end);
        Tensor density = prior?.Invoke(last) ?? (last.Squared().sum(1) + d * Math.Log(2 * Math.PI)) / -2;
        return (density + y.select(1, d) + d * Math.Log(Schedule.Alpha(end) / Schedule.Alpha(t))).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _scope.Dispose();
        _noGrad.Dispose();
    }

    private Tensor Derivative(Tensor packed, double lambda, long d, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        double t = Schedule.TimeOfLambda(lambda), alpha = Schedule.Alpha(t), factor = -Math.Exp(-lambda);
        Tensor x = packed.narrow(1, 0, d) * alpha;
        if (_options.EscapeRadius is { } radius && x.abs().amax([1]) is var size && (size > radius).any().ToBoolean())
        {
            // Escaped paths stand still; the others see the same numbers as without them.
            Tensor inside = (size <= radius).unsqueeze(1);
            return Derivative(packed.where(inside, zeros_like(packed)), lambda, d, ct) * inside;
        }
        Tensor noise = _model.Predict(x, t), jacobian = _model.Jacobian(x, t) * (alpha * factor);
        if (!double.IsFinite((noise.sum() + jacobian.sum()).ToDouble()))
            throw new NonFinitePredictionException(_step, t, _name);
        Tensor trace = Tensors.Derivatives.Trace(jacobian).unsqueeze(1);
        if (packed.size(1) == d + 1)
            return cat([noise * factor, trace], 1);
        Tensor product = jacobian.bmm(packed.narrow(1, d, d * d).reshape(-1, d, d));
        return cat([noise * factor, product.reshape(-1, d * d), trace], 1);
    }

    private static long Columns(Tensor x) => x.shape is [_, var columns]
        ? columns
        : throw new ArgumentException($"The flow's Jacobian takes samples [B, D], not [{string.Join(", ", x.shape)}].", nameof(x));

    private static List<Tensor> Outer(List<Tensor> tensors)
    {
        foreach (Tensor kept in tensors)
            kept.MoveToOuterDisposeScope();
        return tensors;
    }
}
