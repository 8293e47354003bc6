using System.Text.Json.Serialization;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Trials;

/// <summary>
/// Where a trial's data come from, as a value: everything that decides them, and the environment in which policies are judged.
/// </summary>
public abstract record DataSource
{
    /// <summary>How tables and figures call it; data of other names are other tasks of a <see cref="ScoreTable"/>.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Whether each seed has data of its own, such as a mixture that it draws.</summary>
    [JsonIgnore]
    public virtual bool IsDrawnPerSeed => false;

    /// <summary>The data: from the cache, or made now.</summary>
    /// <param name="seed">The seed for which they are; without effect unless each has its own.</param>
    /// <param name="context">The cache; progress and cancellation.</param>
    /// <returns>The data set, with the returns of a random policy and an expert where scores are normalized.</returns>
    public abstract OfflineDataset Load(Seed seed, RunContext context);

    /// <summary>Makes the environment in which policies are evaluated.</summary>
    /// <returns>The environment.</returns>
    public abstract IEnvironment Environment();
}
