using Offprint.Cards;
using Offprint.Environments;
using Offprint.Files;
using Offprint.Networks;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Policies;

/// <summary>The law of a Gaussian policy's actions.</summary>
public enum ActionLaw
{
    /// <summary>A normal vector squashed into the bounds (SAC).</summary>
    TanhGaussian,

    /// <summary>Normal around a mean that is squashed into the bounds (IQL, AWAC).</summary>
    SquashedMean,

    /// <summary>Normal around the network's output, clipped when acting (PPO).</summary>
    Gaussian,
}

/// <summary>Options of <see cref="GaussianPolicy"/>.</summary>
public sealed record GaussianPolicyOptions
{
    /// <summary>The widths of hidden layers. Default 256, 256.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>The nonlinearity. Default: ReLU.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether hidden layers are normalized. Default: no.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The law of actions.</summary>
    public ActionLaw Law { get; init; } = ActionLaw.TanhGaussian;

    /// <summary>Whether log σ depends on the state; otherwise it is a trained number an action coordinate that begins at 0.</summary>
    public bool StateDependentDeviation { get; init; } = true;

    /// <summary>
    /// Whether log σ goes between its bounds along a hyperbolic tangent, log σ = least + (greatest − least)(1 + tanh x)/2, instead of being
    /// cut off there. Default: no.
    /// </summary>
    [AddedLater("false")]
    public bool TanhDeviation { get; init; }

    /// <summary>Orthogonal weights; <see langword="null"/> (the default) draws them as PyTorch's linear layers do.</summary>
    public OrthogonalGains? Orthogonal { get; init; }

    /// <summary>The least log σ. Default −20 (Haarnoja et al. 2018, code).</summary>
    public double MinLogDeviation { get; init; } = -20;

    /// <summary>The largest log σ. Default 2 (same).</summary>
    public double MaxLogDeviation { get; init; } = 2;
}

/// <summary>A policy whose network gives mean and log deviation of a normal law.</summary>
public sealed class GaussianPolicy : IStochasticPolicy, IDisposable, IDescribable
{
    private readonly GaussianPolicyOptions _options;
    private readonly IEncoder? _encoder;
    private readonly int _observation;

    /// <summary>Makes the networks.</summary>
    /// <param name="spec">The environment's spaces; actions are a bounded box.</param>
    /// <param name="options">Widths and law.</param>
    /// <param name="seeds">One a member.</param>
    /// <param name="extraInputs">Inputs beside the observation, such as an encoded temperature; they follow it.</param>
    /// <param name="encoder">Stands before the network, constant: who owns it trains it. <see langword="null"/> for none.</param>
    public GaussianPolicy(EnvironmentSpec spec, GaussianPolicyOptions options, IReadOnlyList<Seed> seeds, int extraInputs = 0,
        IEncoder? encoder = null)
    {
        (_options, _encoder, _observation) = (options, encoder, spec.Observation.Size);
        Bounds = new ActionBounds(spec.Action);
        int size = Bounds.Size;
        Network = new Mlp(
            new((encoder?.Size ?? _observation) + extraInputs, options.StateDependentDeviation ? 2 * size : size, options.Hidden,
                options.Activation,
                options.LayerNorm, options.StateDependentDeviation ? 0 : size, options.Orthogonal),
            [.. seeds.Select(seed => seed.Derive("actor"))]);
    }

    /// <summary>The bounds of the action.</summary>
    public ActionBounds Bounds { get; }

    /// <summary>The network of means and log deviations.</summary>
    public Mlp Network { get; }

    /// <inheritdoc/>
    public IActionDistribution Distribution(Tensor observations) =>
        Law(Network.Forward(Inputs(observations)), _options.StateDependentDeviation ? null : Network.Free);

    /// <summary>The law of the actions; gradients reach the inputs only.</summary>
    /// <param name="observations">[P|1, n, obs + extra].</param>
    /// <returns>The law.</returns>
    public IActionDistribution Frozen(Tensor observations) => Frozen(observations, Network.Population, 0);

    /// <summary>The law of some members' actions; gradients reach the inputs only.</summary>
    /// <param name="observations">[members|1, n, obs + extra].</param>
    /// <param name="members">How many of them.</param>
    /// <param name="first">The first of them.</param>
    /// <returns>The law.</returns>
    public IActionDistribution Frozen(Tensor observations, int members, int first) => Law(
        Network.ForwardFrozen(Inputs(observations), members, first),
        _options.StateDependentDeviation ? null : Network.Free.narrow(0, first, members).detach());

    private IActionDistribution Law(Tensor output, Tensor? free)
    {
        Tensor mean = free is null ? output.narrow(2, 0, Bounds.Size) : output;
        Tensor raw = free ?? output.narrow(2, Bounds.Size, Bounds.Size);
        (double least, double greatest) = (_options.MinLogDeviation, _options.MaxLogDeviation);
        Tensor logDeviation = _options.TanhDeviation ? (raw.tanh() + 1) * ((greatest - least) / 2) + least : raw.clamp(least, greatest);
        return _options.Law switch
        {
            ActionLaw.TanhGaussian => new TanhGaussian(mean, logDeviation, Bounds),
            ActionLaw.SquashedMean => new DiagonalGaussian(Bounds.Squash(mean), logDeviation),
            _ => new DiagonalGaussian(mean, logDeviation),
        };
    }

    /// <inheritdoc/>
    public Tensor Act(Tensor observations, ActMode mode, PopulationRandom random)
    {
        using var guard = no_grad();
        IActionDistribution law = Distribution(observations);
        return Bounds.Clip(mode == ActMode.Explore ? law.Sample(random) : law.Mode);
    }

    private Tensor Inputs(Tensor observations)
    {
        if (_encoder is null)
            return observations;
        long width = observations.shape[2];
        Tensor code = _encoder.Constant(observations.narrow(2, 0, _observation));
        return width == _observation ? code
            : cat([code, observations.narrow(2, _observation, width - _observation).expand(code.shape[0], -1, -1)], 2);
    }

    /// <inheritdoc/>
    public Card Describe() => Network.Describe() with
    {
        Title = "GaussianPolicy",
        Subtitle = "Policy",
        Facts = [new("Action", _options.Law switch
        {
            ActionLaw.TanhGaussian => "a normal vector squashed into the bounds",
            ActionLaw.SquashedMean => "normal around a mean that is squashed into the bounds",
            _ => "normal around the network's output, clipped",
        }), .. Network.Describe().Facts],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Bounds.Dispose();
    }
}
