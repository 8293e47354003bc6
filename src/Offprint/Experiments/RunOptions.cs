namespace Offprint.Experiments;

/// <summary>How a paper's experiments are run.</summary>
public sealed record RunOptions
{
    /// <summary>Cells that are computed at the same time, each on one thread. Default: one a core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Compute only each <see cref="ShardCount"/>-th cell, beginning with this one (from 0), for splitting over machines.
    /// </summary>
    public int Shard { get; init; }

    /// <summary>Into how many parts the cells are split. Default: 1, all of them.</summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>Only the experiments of these names; empty for all.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Read what is stored and compute nothing.</summary>
    public bool OnlyStored { get; init; }

    /// <summary>Compute results anew that wait for it, instead of showing the earlier ones.</summary>
    public bool Recompute { get; init; }

    /// <summary>Results of earlier network kernels that are taken where no newer ones are stored; a paper sets them.</summary>
    public IReadOnlyList<WaitingResults> Waiting { get; init; } = [];

    /// <summary>Where results are kept; <see langword="null"/> for the profile's own store.</summary>
    public ResultStore? Store { get; init; }

    /// <summary>What cells share; <see langword="null"/> for the user's cache.</summary>
    public Artifacts? Artifacts { get; init; }
}
