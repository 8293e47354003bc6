using Offprint.Datasets.Offline;

namespace Offprint.Datasets.Frames;

/// <summary>The sizes of a frame.</summary>
/// <param name="Channels">C: 3 for red, green and blue.</param>
/// <param name="Height">H, in pixels.</param>
/// <param name="Width">W, in pixels.</param>
public readonly record struct FrameShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers of a frame, C · H · W.</summary>
    public int Size => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"[{Channels}, {Height}, {Width}]";
}

/// <summary>
/// An episode that was seen through a camera: T frames, each stored once, and the T − 1 steps between them. Step t, from 1, goes from frame
/// t − 1 to frame t.
/// </summary>
public sealed class FrameEpisode
{
    /// <summary>Makes an episode.</summary>
    /// <param name="shape">The sizes of its frames.</param>
    /// <param name="frames">[T, C, H, W], 0 … 255. Not copied.</param>
    /// <param name="actions">
    /// [T, act]: row t is the action of step t; row 0 stands for none and its numbers do not matter. Not copied.
    /// </param>
    /// <param name="rewards">[T], raw: row t is paid by step t; row 0 does not matter. Not copied.</param>
    /// <param name="end">How it ended.</param>
    /// <exception cref="InvalidDataException">
    /// There are fewer than two frames, arrays disagree in T, or a number of a step is not finite; the message names key and row.
    /// </exception>
    public FrameEpisode(FrameShape shape, byte[] frames, Column<float> actions, float[] rewards, EpisodeEnd end)
    {
        if (shape.Size < 1 || frames.Length % shape.Size != 0)
            throw new InvalidDataException($"{frames.Length} bytes are not whole frames of {shape}.");
        (Shape, Frames, Actions, Rewards, End) = (shape, frames, actions, rewards, end);
        int count = frames.Length / shape.Size;
        if (count < 2)
            throw new InvalidDataException($"{count} frames hold no step; an episode has two or more.");
        if (actions.Count != count || rewards.Length != count)
        {
            throw new InvalidDataException(
                $"key 'action' has {actions.Count} rows and key 'reward' {rewards.Length}; {count} frames need as many of both.");
        }
        for (int t = 1; t < count; t++)
        {
            if (!float.IsFinite(rewards[t]))
                throw new InvalidDataException($"key 'reward', row {t}: {rewards[t]} is not a finite number; drop the episode.");
            if (actions.Row(t).ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
                throw new InvalidDataException($"key 'action', row {t} holds a number that is not finite; drop the episode.");
            Return += rewards[t];
        }
    }

    /// <summary>The sizes of a frame.</summary>
    public FrameShape Shape { get; }

    /// <summary>[T, C, H, W].</summary>
    public byte[] Frames { get; }

    /// <summary>[T, act]; row 0 stands for none.</summary>
    public Column<float> Actions { get; }

    /// <summary>[T]; row 0 does not count.</summary>
    public float[] Rewards { get; }

    /// <summary>How it ended.</summary>
    public EpisodeEnd End { get; }

    /// <summary>T − 1.</summary>
    public int Steps => Rewards.Length - 1;

    /// <summary>G, the undiscounted sum of the steps' raw rewards.</summary>
    public double Return { get; }

    /// <summary>A frame.</summary>
    /// <param name="t">From 0 to T − 1.</param>
    /// <returns>[C, H, W].</returns>
    public ReadOnlySpan<byte> Frame(int t) => Frames.AsSpan(t * Shape.Size, Shape.Size);
}
