using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Carries out a <see cref="SolverSchedule"/>, with or without heavy-ball momentum on the slopes of its steps.</summary>
internal sealed class ExponentialRun(SamplingRun run, SolverSchedule schedule, double beta = 1)
{
    /// <summary>A past evaluation. The state moves when a corrector has been at work; the evaluation stays.</summary>
    private sealed class Entry(double time, NoiseSchedule noise)
    {
        public double Time => time;
        public double Lambda { get; } = noise.Lambda(time);
        public double Alpha { get; } = noise.Alpha(time);
        public double Sigma { get; } = noise.Sigma(time);
        public required Tensor State { get; set; }
        public required Tensor Point { get; set; }
        public required Tensor Noise { get; set; }
        public Tensor? Data { get; set; }
    }

    /// <summary>One update x_t = a x_s + g Σ_i w_i f_i, with Σ w_i = 1 so that Σ w_i f_i is the step's mean slope.</summary>
    private readonly record struct Update(Entry Start, double StateFactor, double Gain, double[] Weights, int[] Offsets);

    private readonly List<Entry> _history = []; // newest first
    private Tensor? _velocity;

    public SampleResult Sample()
    {
        int reach = schedule.Steps.Max(step => step.CorrectorKind == CorrectorKind.None ? -step.Reach : 1 - step.Reach);
        for (int i = 0; i < schedule.Steps.Count; i++)
        {
            run.BeginStep();
            Remember(i);
            StepDecision step = schedule.Steps[i];
            bool uncorrected = step.CorrectorKind == CorrectorKind.None; // momentum acts once a step, on the update that fixes its state
            run.EndStep(i < run.HistorySteps
                ? run.ExactState(step.Time)
                : Apply(Plan(step, step.StartPoint, step.Time, step.Derivatives), step, momentum: uncorrected && i > 0));
            while (_history.Count > reach)
                Forget();
        }
        return run.Finish();
    }

    /// <summary>Evaluates the model at the present state and lets the corrector of the step that led there work.</summary>
    private void Remember(int i)
    {
        double t = i == 0 ? schedule.StartTime : schedule.Steps[i - 1].Time;
        Tensor state = run.X.detach();
        Tensor noise = (i == 0 ? schedule.FirstStep : FirstStep.Evaluate) switch
        {
            FirstStep.ZeroData => state / run.Schedule.Sigma(t),
            FirstStep.DataMean => state.add(run.DataMean, -run.Schedule.Alpha(t)).div_(run.Schedule.Sigma(t)),
            _ => run.Evaluate(run.X, t),
        };
        run.Keep(state);
        run.Keep(noise);
        var entry = new Entry(t, run.Schedule) { State = state, Point = state, Noise = noise };
        _history.Insert(0, entry);
        if (i == 0 || i <= run.HistorySteps || schedule.Steps[i - 1].CorrectorKind == CorrectorKind.None)
            return;
        StepDecision step = schedule.Steps[i - 1];
        run.Correct(Apply(Plan(step, step.StartPoint - 1, t, Corrected(step)), step, momentum: i > 1));
        entry.State = run.X.detach();
        run.Keep(entry.State);
        if (step.CorrectorKind != CorrectorKind.Implicit)
            return;
        noise = run.Evaluate(run.X, t);
        run.Keep(noise);
        run.Release(entry.Noise);
        run.Release(entry.Point);
        if (entry.Data is not null)
            run.Release(entry.Data);
        (entry.Noise, entry.Point, entry.Data) = (noise, entry.State, null);
    }

    private void Forget()
    {
        Entry entry = _history[^1];
        _history.RemoveAt(_history.Count - 1);
        run.Release(entry.State);
        run.Release(entry.Noise);
        if (!ReferenceEquals(entry.Point, entry.State))
            run.Release(entry.Point);
        if (entry.Data is not null)
            run.Release(entry.Data);
    }

    /// <summary>The corrector's estimates: p of them, each with the step's points, one place further back now, and the new one.</summary>
    private static DerivativeEstimate[] Corrected(StepDecision step)
    {
        int[] widest = step.Derivatives.Count == 0 ? [] : [.. step.Derivatives.MaxBy(d => d.ActivePoints.Count)!.ActivePoints];
        int[] points = [.. widest.Select(p => p - 1), -1];
        return [.. Enumerable.Range(1, step.Order).Select(k => new DerivativeEstimate(points, k == 1 ? step.Corrector!.Relaxation : null))];
    }

    /// <summary>
    /// With h = λ_t − λ_s: noise form x_t = (α_t/α_s) x_s − σ_t Σ_k h^{k+1} φ_{k+1}(h) D_k, data form
    /// x_t = (σ_t/σ_s) x_s + α_t Σ_k h^{k+1} φ_{k+1}(−h) D_k, every D_k a combination of evaluations. The first terms are α_t δ and σ_t δ
    /// with δ = σ̄_t − σ̄_s and δ = 1/σ̄_t − 1/σ̄_s, and in these variables the Taylor sums are α_t Σ_k δ^{k+1}/(k+1)! D_k and
    /// σ_t Σ_k δ^{k+1}/(k+1)! D_k: the expansions differ only in the shares of the derivatives and in the distances between points.
    /// </summary>
    private Update Plan(StepDecision step, int startPoint, double time, IReadOnlyList<DerivativeEstimate> derivatives)
    {
        Entry start = _history[-startPoint - 1];
        bool data = step.Form == Prediction.Data;
        double sign = data ? 1 : -1; // of λ in the Taylor variable e^{±λ}
        double lambda = run.Schedule.Lambda(time), h = lambda - start.Lambda, z = data ? -h : h, mean = h * PhiFunctions.Phi(1, z);
        double delta = Math.Exp(sign * lambda) - Math.Exp(sign * start.Lambda), factorial = 1;
        var weights = new Dictionary<int, double> { [startPoint] = 1 };
        for (int k = 1; k <= derivatives.Count; k++)
        {
            DerivativeEstimate estimate = derivatives[k - 1];
            factorial *= k + 1;
            double share = step.Expansion == Expansion.Exponential
                ? Math.Pow(h, k + 1) * PhiFunctions.Phi(k + 1, z) / mean
                : Math.Pow(delta, k) / factorial;
            share *= estimate.Relaxation?.Factor(step.Form, h) ?? 1;
            double[] distances = [.. estimate.ActivePoints.Select(p => step.Expansion switch
            {
                Expansion.Exponential => _history[-p - 1].Lambda - start.Lambda,
                Expansion.Taylor => Math.Exp(sign * _history[-p - 1].Lambda) - Math.Exp(sign * start.Lambda),
                _ => (p - startPoint) * delta,
            })];
            double[] differences = DerivativeWeights.Solve(distances, k);
            for (int j = 0; j < differences.Length; j++)
            {
                int point = estimate.ActivePoints[j];
                weights[point] = weights.GetValueOrDefault(point) + share * differences[j];
                weights[startPoint] -= share * differences[j];
            }
        }
        double factor = data ? run.Schedule.Sigma(time) / start.Sigma : run.Schedule.Alpha(time) / start.Alpha;
        double gain = data ? run.Schedule.Alpha(time) * mean : -run.Schedule.Sigma(time) * mean;
        return new(start, factor, gain, [.. weights.Values], [.. weights.Keys]);
    }

    private Tensor Apply(Update update, StepDecision step, bool momentum)
    {
        Tensor[] slopes = [.. update.Offsets.Select(offset => Slope(_history[-offset - 1], step.Form))];
        Tensor start = update.Start.State;
        if (beta == 1 || !momentum)
            return run.Combine([update.StateFactor, .. update.Weights.Select(w => update.Gain * w)], [start, .. slopes]);
        Tensor slope = run.Combine(update.Weights, slopes);
        Tensor velocity = _velocity is null ? slope : run.Combine([1 - beta, beta], [_velocity, slope]);
        run.Keep(velocity);
        if (_velocity is not null)
            run.Release(_velocity);
        _velocity = velocity;
        return run.Combine([update.StateFactor, update.Gain], [start, velocity]);
    }

    private Tensor Slope(Entry entry, Prediction form)
    {
        if (form == Prediction.Noise)
            return entry.Noise;
        if (entry.Data is null)
        {
            entry.Data = (entry.Point / entry.Alpha).add_(entry.Noise, -entry.Sigma / entry.Alpha);
            run.Keep(entry.Data);
        }
        return entry.Data;
    }
}
