using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>
/// One call of a solver: owns the tensors that live longer than a step, evaluates and checks the model, keeps count and trajectory.
/// Each step runs in a dispose scope of its own; what outlives it is kept explicitly and let go when it has served.
/// </summary>
internal sealed class SamplingRun : IVectorSpace<Tensor>, IDisposable
{
    private readonly INoisePredictor _model;
    private readonly TimeGrid _grid;
    private readonly SampleOptions _options;
    private readonly string _name;
    private readonly CancellationToken _ct;
    private readonly IDisposable _noGrad;
    private readonly DisposeScope _scope;
    private readonly List<Tensor>? _trajectory;
    private readonly HashSet<Tensor> _kept = new(ReferenceEqualityComparer.Instance);
    private DisposeScope? _stepScope;

    public SamplingRun(string name, INoisePredictor model, Tensor start, TimeGrid grid, SampleOptions? options, CancellationToken ct)
    {
        if (start.dim() < 1 || start.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException(
                $"Sampling starts from float32 or float64 samples [B, …], not {start.dtype} [{string.Join(", ", start.shape)}].",
                nameof(start));
        (_name, _model, _grid, _options, _ct) = (name, model, grid, options ?? new(), ct);
        _noGrad = no_grad();
        _scope = NewDisposeScope();
        X = start.detach().clone();
        if (_options.KeepTrajectory)
            _trajectory = [X];
    }

    public NoiseSchedule Schedule => _model.Schedule;

    public TimeGrid Grid => _grid;

    public IReadOnlyList<double> Times => _grid.Times;

    /// <summary>The state at the present time.</summary>
    public Tensor X { get; private set; }

    public int Step { get; private set; }

    public long Evaluations { get; private set; }

    /// <summary>How many first steps take their states from the caller.</summary>
    public int HistorySteps => Math.Min(_options.History?.Steps ?? 0, _grid.Steps);

    /// <summary>The data's mean.</summary>
    /// <exception cref="ArgumentException">The caller gave none.</exception>
    public Tensor DataMean => _options.DataMean ?? throw new ArgumentException(
        $"{_name} starts from the data's mean: set {nameof(SampleOptions)}.{nameof(SampleOptions.DataMean)}.");

    public void BeginStep() => _stepScope = NewDisposeScope();

    /// <summary>Ends a step with the state at the next time.</summary>
    public void EndStep(Tensor next)
    {
        if (_trajectory is null)
            X.Dispose();
        X = next.MoveToOuterDisposeScope();
        _trajectory?.Add(X);
        _stepScope!.Dispose();
        _stepScope = null;
        Step++;
    }

    /// <summary>Replaces the state at the present time, in the trajectory too: a corrector's work.</summary>
    public void Correct(Tensor corrected)
    {
        Tensor kept = corrected.MoveToOuterDisposeScope();
        X.Dispose();
        X = kept;
        if (_trajectory is not null)
            _trajectory[^1] = kept;
    }

    public Tensor ExactState(double t)
    {
        Tensor state = _options.History!.State(t);
        CheckShape(state, "The exact history");
        return state.detach().clone();
    }

    public Tensor Evaluate(Tensor x, double t) => Evaluate(_model.Predict, x, t);

    /// <summary>Evaluates the model, or a part of it.</summary>
    public Tensor Evaluate(Func<Tensor, double, Tensor> predict, Tensor x, double t)
    {
        _ct.ThrowIfCancellationRequested();
        // A handle of our own: the model may return a tensor that it keeps, or the sample itself.
        Tensor noise = predict(x, t).detach();
        CheckShape(noise, "The model");
        if (noise.dtype != x.dtype)
            noise = noise.to(x.dtype);
        Evaluations++;
        CheckFinite(noise, t);
        _options.Observe?.Invoke(new(Step, t, x, noise));
        return noise;
    }

    public SampleResult Finish()
    {
        double end = _grid.End;
        if (_options.DenoiseLast)
        {
            using var scope = NewDisposeScope();
            double alpha = Schedule.Alpha(end), sigma = Schedule.Sigma(end);
            Correct((X / alpha).add_(Evaluate(X, end), -sigma / alpha));
        }
        CheckFinite(X, end);
        if (_trajectory is null)
            return new(X.MoveToOuterDisposeScope(), Evaluations, null);
        foreach (Tensor state in _trajectory)
            state.MoveToOuterDisposeScope();
        return new(X, Evaluations, _trajectory);
    }

    public Tensor Combine(ReadOnlySpan<double> weights, ReadOnlySpan<Tensor> vectors) => LambdaIntegrator.Combine(weights, vectors);

    public void Keep(Tensor vector)
    {
        // Kept twice, it must not climb two scopes.
        if (_kept.Add(vector))
            vector.MoveToOuterDisposeScope();
    }

    public void Release(Tensor vector)
    {
        _kept.Remove(vector);
        vector.Dispose();
    }

    public void Dispose()
    {
        _stepScope?.Dispose();
        _scope.Dispose();
        _noGrad.Dispose();
    }

    private void CheckShape(Tensor tensor, string source)
    {
        if (!tensor.shape.AsSpan().SequenceEqual(X.shape))
            throw new InvalidOperationException(
                $"{source} returned [{string.Join(", ", tensor.shape)}] for samples [{string.Join(", ", X.shape)}] at step {Step}.");
    }

    private void CheckFinite(Tensor tensor, double t)
    {
        using var scope = NewDisposeScope();
        // One pass without a temporary; only a sum that overflows asks for the exact test.
        if (!double.IsFinite(tensor.sum().ToDouble()) && !tensor.isfinite().all().ToBoolean())
            throw new NonFinitePredictionException(Step, t, _name);
    }
}
