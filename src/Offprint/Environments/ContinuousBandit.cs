using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments;

/// <summary>
/// One state, one step, an action in [−1, 1]^d: the reward is the best of some paraboloids, plus normal noise. The default is the quadratic
/// bandit with its optimum at (0.6, 0.6) and reward 3 − |a − a*|².
/// </summary>
public sealed class ContinuousBandit : EpisodicEnvironment
{
    private readonly BanditMode[] _modes;

    /// <summary>Makes a bandit.</summary>
    /// <param name="modes">The paraboloids; all of one dimension.</param>
    /// <param name="noise">The reward's standard deviation.</param>
    /// <exception cref="ArgumentException">There is no mode, their dimensions differ, or a center lies outside [−1, 1]^d.</exception>
    public ContinuousBandit(IReadOnlyList<BanditMode>? modes = null, double noise = 0.1)
        : this(modes is null ? [new([0.6f, 0.6f], 3)] : [.. modes], noise)
    {
    }

    private ContinuousBandit(BanditMode[] modes, double noise)
        : base(new EnvironmentSpec("ContinuousBandit", new BoxSpace(1, -1, 1), Actions(modes), 1))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        (_modes, Noise) = (modes, noise);
    }

    /// <summary>The paraboloids.</summary>
    public IReadOnlyList<BanditMode> Modes => _modes;

    /// <summary>The reward's standard deviation.</summary>
    public double Noise { get; }

    /// <summary>The mean reward of an action: max over modes of <c>Value − Curvature · |a − Center|²</c>.</summary>
    /// <param name="action">[d].</param>
    /// <returns>The mean.</returns>
    public double Mean(ReadOnlySpan<float> action)
    {
        double best = double.NegativeInfinity;
        foreach (BanditMode mode in _modes)
            best = Math.Max(best, mode.At(action));
        return best;
    }

    /// <summary>Draws logged actions: around each center its share of them, clipped to the box.</summary>
    /// <param name="centers">[k], each [d]: where the logging policy acts.</param>
    /// <param name="shares">[k], their probabilities.</param>
    /// <param name="spread">The standard deviation around a center.</param>
    /// <param name="random">The source of randomness.</param>
    /// <param name="actions">[n, d]; receives the actions.</param>
    /// <param name="rewards">[n]; receives their noisy rewards.</param>
    /// <exception cref="ArgumentException">The spans do not fit each other.</exception>
    public void Log(
        IReadOnlyList<float[]> centers, ReadOnlySpan<double> shares, double spread, RandomStream random, Span<float> actions,
        Span<float> rewards)
    {
        var box = (BoxSpace)Spec.Action;
        if (actions.Length != rewards.Length * box.Size || centers.Count != shares.Length || centers.Any(c => c.Length != box.Size))
        {
            throw new ArgumentException(
                $"A log of {rewards.Length} rows of {box.Size} numbers needs {rewards.Length * box.Size} for actions and one share for " +
                    "each " +
                $"center of {box.Size} numbers; got {actions.Length} numbers, {shares.Length} shares and {centers.Count} centers.");
        }
        for (int row = 0; row < rewards.Length; row++)
        {
            float[] center = centers[random.NextCategorical(shares)];
            Span<float> action = actions.Slice(row * box.Size, box.Size);
            for (int i = 0; i < action.Length; i++)
                action[i] = center[i] + (float)(spread * random.NextNormal());
            box.Clip(action);
            rewards[row] = (float)(Mean(action) + Noise * random.NextNormal());
        }
    }

    /// <inheritdoc/>
    protected override void Start(RandomStream random, Span<float> observation) => observation.Clear();

    /// <inheritdoc/>
    protected override StepResult Advance(ReadOnlySpan<float> action, Span<float> observation)
    {
        observation.Clear();
        return new StepResult(Mean(action) + Noise * Random.NextNormal(), true, false);
    }

    /// <inheritdoc/>
    public override Card Describe()
    {
        Card card = base.Describe();
        return card with
        {
            Facts = [.. card.Facts, new("Modes", _modes.Length), new("Best mean reward", _modes.Max(m => m.Value)), new("Noise", Noise)],
        };
    }

    private static BoxSpace Actions(BanditMode[] modes)
    {
        if (modes.Length == 0)
            throw new ArgumentException("A bandit needs at least one mode.", nameof(modes));
        var box = new BoxSpace(modes[0].Center.Count, -1, 1);
        foreach (BanditMode mode in modes)
            box.Require([.. mode.Center], "A mode's center");
        return box;
    }
}

/// <summary>A paraboloid of rewards.</summary>
/// <param name="Center">Its best action, in [−1, 1]^d.</param>
/// <param name="Value">The mean reward there.</param>
/// <param name="Curvature">How fast it falls with the squared distance.</param>
public sealed record BanditMode(IReadOnlyList<float> Center, double Value, double Curvature = 1)
{
    /// <summary>The mean reward of an action.</summary>
    /// <param name="action">[d].</param>
    /// <returns><c>Value − Curvature · |a − Center|²</c>.</returns>
    public double At(ReadOnlySpan<float> action)
    {
        double distance = 0;
        for (int i = 0; i < action.Length; i++)
        {
            double difference = (double)action[i] - Center[i];
            distance += difference * difference;
        }
        return Value - Curvature * distance;
    }
}
