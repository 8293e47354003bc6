using Offprint.Cards;
using Offprint.Networks;
using Offprint.Networks.Images;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Scores;

/// <summary>What a network's output means: what kind of field the score can be.</summary>
public enum ScoreForm
{
    /// <summary>s = ψ/σ: any field.</summary>
    Unconstrained,

    /// <summary>s = ∇|ψ|²/σ: a gradient (Horvat and Pfister 2024).</summary>
    SquaredNorm,

    /// <summary>s = −∇E/σ with a scalar energy: a gradient.</summary>
    Energy,
}

/// <summary>Options of <see cref="ScoreNetwork"/>. The sizes are our choice: the paper's were not found.</summary>
public sealed record ScoreNetworkOptions
{
    /// <summary>D, the dimension of the data.</summary>
    public required int Dimension { get; init; }

    /// <summary>What kind of field the score can be.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>The widths of the hidden layers. Default 3 of 64, our choice.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64, 64];

    /// <summary>Sines and cosines of λ that are fed with x. Default 16, our choice.</summary>
    public int TimeFeatures { get; init; } = 16;
}

/// <summary>
/// A population of multilayer perceptrons ψ(x, λ_t) that are scores: all forms have the same hidden layers, and the factor 1/σ depends on
/// time only, so that a gradient stays one.
/// </summary>
public sealed class ScoreNetwork : IParameterized, IDescribable, IDisposable
{
    // λ runs from −5 to 5: periods from 2 to 120 tell all of it apart and stay smooth.
    private const double TimeScale = 3, LongestPeriod = 100;
    private readonly Mlp _network;
    private readonly TimeEmbedding _embedding;
    private readonly NoiseSchedule _schedule;

    /// <summary>Makes a population, each member initialized from its own seed.</summary>
    /// <param name="options">Form and sizes.</param>
    /// <param name="schedule">The noise levels.</param>
    /// <param name="seeds">One seed a member.</param>
    public ScoreNetwork(ScoreNetworkOptions options, NoiseSchedule schedule, IReadOnlyList<Seed> seeds)
    {
        (Options, _schedule) = (options, schedule);
        _embedding = new TimeEmbedding(options.TimeFeatures, LongestPeriod);
        // SiLU is smooth: the gradient of a potential needs its second derivatives.
        int outputs = options.Form == ScoreForm.Energy ? 1 : options.Dimension;
        _network = new Mlp(new MlpOptions(options.Dimension + options.TimeFeatures, outputs, options.Hidden, Activation.Silu), seeds);
    }

    /// <summary>Form and sizes.</summary>
    public ScoreNetworkOptions Options { get; }

    /// <inheritdoc/>
    public int Population => _network.Population;

    /// <inheritdoc/>
    public ParameterBuffer Parameters => _network.Parameters;

    /// <summary>ε = −σ s with a graph to the parameters, for training.</summary>
    /// <param name="x">Noisy data, <c>[P, B, D]</c>, float32.</param>
    /// <param name="t">Times, <c>[P, B]</c>.</param>
    /// <returns><c>[P, B, D]</c>.</returns>
    public Tensor Noise(Tensor x, Tensor t)
    {
        var lambda = tensor(Array.ConvertAll(t.data<float>().ToArray(), s => (float)(TimeScale * _schedule.Lambda(s))));
        var features = _embedding.Forward(lambda).reshape(x.shape[0], x.shape[1], Options.TimeFeatures);
        return Noise(x, features, _network.Forward, training: true);
    }

    /// <summary>All members at once as a predictor of rows that stand member by member, <c>[P·B, D]</c>.</summary>
    /// <returns>The predictor; it uses this network, which must outlive it.</returns>
    public IDifferentiablePredictor Predictor() => new RowPredictor(this, null);

    /// <summary>One member as a predictor.</summary>
    /// <param name="member">Its number.</param>
    /// <returns>The predictor of <c>[B, D]</c>; it uses this network, which must outlive it.</returns>
    public IDifferentiablePredictor Predictor(int member)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(member);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(member, Population);
        return new RowPredictor(this, member);
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Score network, {Options.Form}")
    {
        Facts =
        [
            new Fact("Dimension", Options.Dimension),
            new Fact("Hidden layers", string.Join(" → ", Options.Hidden)),
            new Fact("Members", Population),
            new Fact("Parameters of a member", Parameters.Count / Population),
        ],
    };

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private Tensor Noise(Tensor x, Tensor features, Func<Tensor, Tensor> network, bool training)
    {
        Tensor Psi(Tensor rows) => network(cat([rows, features], -1));
        return Options.Form switch
        {
            ScoreForm.Unconstrained => -Psi(x),
            ScoreForm.SquaredNorm => -Derivatives.Gradient(rows => Psi(rows).Squared(), x, training),
            _ => Derivatives.Gradient(Psi, x, training),
        };
    }

    private sealed class RowPredictor(ScoreNetwork owner, int? member) : IDifferentiablePredictor
    {
        public NoiseSchedule Schedule => owner._schedule;

        public Tensor Predict(Tensor x, double t)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var groups = Groups(x);
            return owner.Noise(groups, Features(groups, t), Frozen, training: false).reshape(x.shape).to(x.dtype).MoveToOuterDisposeScope();
        }

        public Tensor Jacobian(Tensor x, double t)
        {
            using var scope = NewDisposeScope();
            var groups = Groups(x);
            var features = Features(groups, t);
            return Derivatives.Jacobian(rows => owner.Noise(rows, features, Frozen, training: true), groups)
                .Jacobian.reshape(x.shape[0], x.shape[1], x.shape[1]).to(x.dtype).MoveToOuterDisposeScope();
        }

        private Tensor Frozen(Tensor input) => member is { } own ? owner._network.ForwardFrozen(input, 1, own)
            : owner._network.ForwardFrozen(input);

        private Tensor Groups(Tensor x)
        {
            int groups = member is null ? owner.Population : 1;
            if (x.shape is not [var rows, var columns] || columns != owner.Options.Dimension || rows % groups != 0)
                throw new ArgumentException(
                    $"This network takes [{groups}·B, {owner.Options.Dimension}], not [{string.Join(", ", x.shape)}].", nameof(x));
            return x.detach().to(ScalarType.Float32).reshape(groups, rows / groups, columns);
        }

        private Tensor Features(Tensor groups, double t) =>
            owner._embedding.Forward(tensor(new[] { (float)(TimeScale * owner._schedule.Lambda(t)) }))
            .unsqueeze(0).expand(groups.shape[0], groups.shape[1], -1);
    }
}
