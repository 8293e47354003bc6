namespace Offprint.Datasets.Offline;

/// <summary>How an episode of a data set ended.</summary>
public enum EpisodeEnd
{
    /// <summary>In a terminal state: no reward can follow.</summary>
    Terminal,

    /// <summary>By a time limit, or any other cut: more could have followed.</summary>
    Timeout,

    /// <summary>The data end within it.</summary>
    Unfinished,
}

/// <summary>One episode (trajectory) of a data set.</summary>
/// <param name="Index">Its place among the episodes.</param>
/// <param name="Start">Its first row.</param>
/// <param name="Length">T, its number of rows.</param>
/// <param name="Return">G, the undiscounted sum of its raw rewards.</param>
/// <param name="End">How it ended.</param>
public readonly record struct Episode(int Index, int Start, int Length, double Return, EpisodeEnd End)
{
    /// <summary>Its rows.</summary>
    public Range Rows => Start..(Start + Length);
}
