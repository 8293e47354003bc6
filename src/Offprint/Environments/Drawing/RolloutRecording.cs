using Offprint.Cards;
using Offprint.Numerics;

namespace Offprint.Environments.Drawing;

/// <summary>Chooses an action in a recorded roll-out.</summary>
/// <param name="observation">[obs].</param>
/// <param name="action">[act]; receives the action.</param>
public delegate void RolloutPolicy(ReadOnlySpan<float> observation, Span<float> action);

/// <summary>An episode that can be looked at: as a strip of pictures, as an animation.</summary>
public sealed class RolloutRecording : IDescribable
{
    private readonly List<Scene> _scenes = [];
    private readonly List<double> _rewards = [];
    private readonly string _name;

    private RolloutRecording(string name, double secondsPerStep) => (_name, SecondsPerStep) = (name, secondsPerStep);

    /// <summary>The start and the state after each step.</summary>
    public IReadOnlyList<Scene> Scenes => _scenes;

    /// <summary>The reward of each step.</summary>
    public IReadOnlyList<double> Rewards => _rewards;

    /// <summary>The sum of the rewards.</summary>
    public double Return => _rewards.Sum();

    /// <summary>Simulated seconds between two scenes.</summary>
    public double SecondsPerStep { get; }

    /// <summary>How the episode ended, if it did.</summary>
    public StepResult Last { get; private set; }

    /// <summary>Rolls out an episode.</summary>
    /// <param name="environment">An environment that can be drawn, or a wrapper of one.</param>
    /// <param name="seed">The episode's seed.</param>
    /// <param name="policy">Chooses the actions.</param>
    /// <param name="steps">The most steps to be recorded.</param>
    /// <returns>The recording; it holds no reference to the environment.</returns>
    /// <exception cref="ArgumentException">The environment cannot be drawn.</exception>
    public static RolloutRecording Of(IEnvironment environment, Seed seed, RolloutPolicy policy, int steps = 1000)
    {
        IEnvironment inner = environment;
        while (inner is EnvironmentWrapper wrapper)
            inner = wrapper.Inner;
        if (inner is not IDrawableEnvironment drawable)
        {
            throw new ArgumentException(
                $"{environment.Spec.Name} cannot be drawn: it does not implement {nameof(IDrawableEnvironment)}.", nameof(environment));
        }
        var recording = new RolloutRecording(environment.Spec.Name, drawable.SecondsPerStep);
        float[] observation = new float[environment.Spec.Observation.Size], action = new float[environment.Spec.Action.Size];
        environment.Reset(seed, observation);
        recording._scenes.Add(drawable.Draw());
        for (int i = 0; i < steps && !recording.Last.Ended; i++)
        {
            policy(observation, action);
            recording.Last = environment.Step(action, observation);
            recording._rewards.Add(recording.Last.Reward);
            recording._scenes.Add(drawable.Draw());
        }
        return recording;
    }

    /// <summary>A policy that draws its actions from the action space.</summary>
    /// <param name="actions">The space.</param>
    /// <param name="seed">The policy's seed.</param>
    /// <returns>The policy.</returns>
    public static RolloutPolicy RandomPolicy(Space actions, Seed seed)
    {
        RandomStream random = seed.Stream();
        return (_, action) => actions.Sample(random, action);
    }

    /// <summary>Pictures at equal distances in time, the first and the last included, labeled with the simulated time.</summary>
    /// <param name="pictures">How many, at least 2.</param>
    /// <param name="width">A picture's width in pixels.</param>
    /// <returns>The figure.</returns>
    public ImageGrid Strip(int pictures = 5, int width = 148)
    {
        int[] shown = Spread(pictures);
        return new ImageGrid($"{_name}: a roll-out", [.. shown.Select(i => SceneRaster.Paint(_scenes[i], width))], shown.Length)
        {
            ColumnLabels = [.. shown.Select(i => $"{NumberText.Format(Math.Round(i * SecondsPerStep, 2))} s")],
            Scale = 1,
            Caption = Summary,
        };
    }

    /// <summary>The roll-out in motion; where nothing moves, its strip.</summary>
    /// <param name="seconds">How much of its start is shown, in simulated seconds.</param>
    /// <param name="framesPerSecond">Pictures in a second, at most one a step.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <returns>The figure.</returns>
    public AnimationFigure Animation(double seconds = 3, double framesPerSecond = 20, int width = 240)
    {
        const int most = 100; // a notebook stays small
        int count = Math.Min(_scenes.Count, 1 + (int)(seconds / SecondsPerStep));
        double rate = Math.Min(framesPerSecond, 1 / SecondsPerStep);
        int frames = Math.Clamp((int)(count * SecondsPerStep * rate), 1, most);
        return new AnimationFigure(
            $"{_name}: a roll-out",
            [.. Enumerable.Range(0, frames).Select(i => SceneRaster.Paint(_scenes[(int)((long)i * count / frames)], width))],
            frames / (count * SecondsPerStep),
            Strip())
        { Caption = Summary };
    }

    private string Summary => $"{_rewards.Count} steps, {NumberText.Format(_rewards.Count * SecondsPerStep)} s, return " +
        $"{NumberText.Format(Return)}" +
        (Last.Terminated ? "; the task ended." : Last.Truncated ? "; cut by the time limit." : ".");

    private int[] Spread(int pictures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 2);
        int count = Math.Min(pictures, _scenes.Count);
        return [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (_scenes.Count - 1) / (count - 1)))];
    }

    /// <inheritdoc/>
    public Card Describe() => new($"{_name}: a roll-out")
    {
        Facts = [new("Steps", _rewards.Count), new("Simulated time", _rewards.Count * SecondsPerStep, "s"), new("Return", Return)],
        Figures = [Animation()],
    };
}
