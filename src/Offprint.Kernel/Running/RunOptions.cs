namespace Offprint.Kernel.Running;

/// <summary>How a notebook is run.</summary>
internal sealed record RunOptions
{
    /// <summary>The longest that a cell may take; no limit when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether cells after a failed one still run.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>The kernel's working directory: the notebook's folder, as in Jupyter.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The time between two times that what is there is saved, for the case that the run is killed.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The kernel that runs it.</summary>
    public KernelProgram Program { get; init; } = KernelProgram.Own;

    /// <summary>Variables added to the kernel's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
