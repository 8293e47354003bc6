using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using Offprint.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>Options of <see cref="LstmSchedulePredictor"/>.</summary>
public sealed record LstmSchedulePredictorOptions
{
    /// <summary>Features of a step and units of the LSTM. Default 64; 128 in the sister work OMS-DPM, with far more data.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Optimizer steps, each over all evaluations. Default 300, our choice.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>The learning rate, which falls along a cosine to a thousandth. Default 10⁻³ (OMS-DPM).</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The hinge's margin m. Default 1 (OMS-DPM).</summary>
    public double Margin { get; init; } = 1;

    /// <summary>Pairs whose scores differ by less than this share are not compared. Default 2 %, our choice.</summary>
    public double Threshold { get; init; } = 0.02;

    /// <summary>Partners of each evaluation in each epoch. Default 2 (OMS-DPM).</summary>
    public int Partners { get; init; } = 2;
}

/// <summary>
/// A ranking network over schedules: steps are embedded, an LSTM reads them from noise to data, the mean of its outputs goes through a
/// perceptron. It is trained on pairs, \[ \max\bigl(0,\, m - y\,(S_a - S_b)\bigr), \qquad y = \pm 1 \text{ as } Q_a \gtrless Q_b . \]
/// </summary>
/// <param name="noise">The noise levels, in whose λ times are given to the network.</param>
/// <param name="options">The options; <see langword="null"/> for the defaults.</param>
public sealed class LstmSchedulePredictor(NoiseSchedule noise, LstmSchedulePredictorOptions? options = null) : ISchedulePredictor,
    IDisposable
{
    private sealed class Ranker : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _embed;
        private readonly LSTM _sequence;
        private readonly Linear _head1;
        private readonly Linear _head2;
        private readonly Linear _score;

        public Ranker(int hidden, Seed seed)
            : base(nameof(Ranker))
        {
            _embed = nn.Linear(ScheduleFeatures.Count, hidden);
            _sequence = nn.LSTM(hidden, hidden, batchFirst: true);
            _head1 = nn.Linear(hidden, hidden);
            _head2 = nn.Linear(hidden, hidden);
            _score = nn.Linear(hidden, 1);
            RegisterComponents();
            NetworkInitializer.Initialize(this, seed);
            Parameters = ParameterBuffer.Adopt(this);
        }

        public ParameterBuffer Parameters { get; }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var (outputs, _, _) = _sequence.forward(nn.functional.silu(_embed.forward(x)));
            var code = nn.functional.normalize(nn.functional.normalize(outputs, dim: 2).mean([1]), dim: 1);
            var h = nn.functional.relu(_head2.forward(nn.functional.relu(_head1.forward(code))));
            return _score.forward(h).squeeze(1).MoveToOuterDisposeScope();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                Parameters.Dispose();
            base.Dispose(disposing);
        }
    }

    private readonly ScheduleFeatures _features = new(noise);
    private Ranker? _ranker;

    /// <summary>The options.</summary>
    public LstmSchedulePredictorOptions Options { get; } = options ?? new();

    /// <inheritdoc/>
    public void Train(IReadOnlyList<ScoredSchedule> entries, Seed seed, CancellationToken ct = default)
    {
        LibTorch.EnsureLoaded();
        ScoredSchedule[] usable = [.. entries.Where(e => double.IsFinite(e.Score) && e.Score > 0)];
        if (usable.Length < 2)
            throw new ArgumentException(
                $"A ranking needs two evaluations or more with finite positive scores; there are {usable.Length}.", nameof(entries));
        using var scope = NewDisposeScope();
        _ranker?.Dispose();
        _ranker = new Ranker(Options.Hidden, seed.Derive("ranker"));
        var x = _features.Of([.. usable.Select(e => e.Schedule)]);
        var logScores = tensor(usable.Select(e => (float)Math.Log(e.Score)).ToArray());
        int n = usable.Length;
        double threshold = Math.Log(1 + Options.Threshold);
        var training = new GradientTraining(_ranker.Parameters, new GradientTrainingOptions
        {
            Steps = Options.Epochs,
            Adam = new AdamOptions(Options.LearningRate),
            FinalRate = 1e-3,
        }, seed);
        training.Run(random =>
        {
            var scores = _ranker.forward(x);
            var partners = random.Integers(n, [Options.Partners * n]);
            var gap = logScores.repeat(Options.Partners) - logScores.index_select(0, partners);
            var hinge = nn.functional.relu(Options.Margin - gap.sign() *
                (scores.repeat(Options.Partners) - scores.index_select(0, partners)));
            var compared = gap.abs().gt(threshold).to(ScalarType.Float32);
            return (hinge * compared).sum() / compared.sum().clamp_min(1);
        }, cancellation: ct);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It has not been trained.</exception>
    public double[] Predict(IReadOnlyList<SolverSchedule> schedules)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var ranker = _ranker ?? throw new InvalidOperationException("The predictor has not been trained.");
        return [.. ranker.forward(_features.Of(schedules)).data<float>().Select(s => (double)s)];
    }

    /// <summary>Kendall's τ between predictions and true scores.</summary>
    /// <param name="entries">Evaluations that it was not trained on.</param>
    /// <returns>From −1 to 1.</returns>
    public double Agreement(IReadOnlyList<ScoredSchedule> entries) =>
        RankCorrelation.KendallTauB(Predict([.. entries.Select(e => e.Schedule)]), [.. entries.Select(e => e.Score)]);

    /// <inheritdoc/>
    public void Dispose() => _ranker?.Dispose();
}
