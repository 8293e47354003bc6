namespace Offprint.Datasets.Transitions;

/// <summary>Where the rows of a minibatch are copied from: a view of a data set, a replay buffer, or both.</summary>
public interface ITransitionSource
{
    /// <summary>Rows that every seed can read.</summary>
    int Count { get; }

    /// <summary>What a row brings.</summary>
    BatchLayout Layout { get; }

    /// <summary>Copies rows.</summary>
    /// <param name="member">The seed for which they are; a data set gives all the same.</param>
    /// <param name="rows">Rows, not checked one by one.</param>
    /// <param name="target">Room for as many.</param>
    void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target);
}

/// <summary>What a row of a source brings.</summary>
/// <param name="Observation">Numbers of an observation.</param>
/// <param name="Action">Numbers of an action.</param>
/// <param name="ReturnToGo">Whether there are returns-to-go.</param>
/// <param name="NextActions">Whether there are next actions.</param>
/// <param name="Online">Whether rows are marked by their source.</param>
public sealed record BatchLayout(int Observation, int Action, bool ReturnToGo = false, bool NextActions = false, bool Online = false)
{
    /// <summary>Further columns.</summary>
    public ColumnLayout Extra { get; init; } = ColumnLayout.None;

    /// <summary>T, where a row is a window of T steps with a mask; 0 where it is a single step, without an axis of time.</summary>
    public int Time { get; init; }
}

/// <summary>The memory of a batch's tensors for B rows of one seed; columns that the layout lacks are empty.</summary>
public ref struct BatchSpans
{
    /// <summary>[B, obs].</summary>
    public Span<float> Observations;

    /// <summary>[B, act].</summary>
    public Span<float> Actions;

    /// <summary>[B].</summary>
    public Span<float> Rewards;

    /// <summary>[B, obs].</summary>
    public Span<float> Next;

    /// <summary>[B].</summary>
    public Span<float> Continue;

    /// <summary>[B], or empty.</summary>
    public Span<float> ReturnToGo;

    /// <summary>[B, act], or empty.</summary>
    public Span<float> NextActions;

    /// <summary>[B], or empty.</summary>
    public Span<float> Online;

    /// <summary>[B, Σ widths], or empty.</summary>
    public Span<float> Extra;

    /// <summary>[B, T], or empty.</summary>
    public Span<float> Mask;

    /// <summary>The memory of some of the rows.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <returns>Slices of all columns.</returns>
    public readonly BatchSpans Slice(BatchLayout layout, int start, int count)
    {
        int steps = Math.Max(layout.Time, 1);
        return new()
        {
            Observations = Part(Observations, layout.Observation),
            Actions = Part(Actions, layout.Action),
            Rewards = Part(Rewards, 1),
            Next = Part(Next, layout.Observation),
            Continue = Part(Continue, 1),
            ReturnToGo = Part(ReturnToGo, 1),
            NextActions = Part(NextActions, layout.Action),
            Online = Part(Online, 1),
            Extra = Part(Extra, layout.Extra.Width),
            Mask = Part(Mask, 1),
        };

        Span<float> Part(Span<float> column, int width) => column.IsEmpty ? column
            : column.Slice(start * width * steps, count * width * steps);
    }

    /// <summary>Sets all columns to zero.</summary>
    public readonly void Clear()
    {
        Observations.Clear();
        Actions.Clear();
        Rewards.Clear();
        Next.Clear();
        Continue.Clear();
        ReturnToGo.Clear();
        NextActions.Clear();
        Online.Clear();
        Extra.Clear();
        Mask.Clear();
    }
}
