namespace Offprint.Experiments.Verification;

/// <summary>Which stored cells are computed again, and how far.</summary>
public sealed record VerificationOptions
{
    /// <summary>A cell that took longer is computed up to its last mark within as many seconds. Default: 20.</summary>
    public double Limit { get; init; } = 20;

    /// <summary>Seconds for all of them together; <see langword="null"/> for no bound. What does not fit is left out.</summary>
    public double? Budget { get; init; }

    /// <summary>Decides what a budget goes to first, so that it comes to every cell over time: the commit.</summary>
    public string Rotation { get; init; } = "";

    /// <summary>All stored cells, not just the cheapest of each experiment.</summary>
    public bool All { get; init; }

    /// <summary>
    /// Writes down what a stored file does not say yet: the instructions of a cell that gives the same bits, and the marks of one that
    /// takes longer than the limit. Results stay as they are.
    /// </summary>
    public bool Record { get; init; }

    /// <summary>Only the experiments of these names; empty for all.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Cells that are computed at the same time, each on one thread. Default: one a core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Whose cells.</summary>
    public Profile Profile { get; init; } = Profile.Standard;

    /// <summary>Where results are kept; <see langword="null"/> for the profile's own store.</summary>
    public ResultStore? Store { get; init; }

    /// <summary>Inputs of cells; <see langword="null"/> for the user's cache.</summary>
    public Artifacts? Artifacts { get; init; }
}
