using Offprint.Agents.Offline;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tests.Agents;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

/// <summary>A log of the identity task as a source; drawn by each seed where it is asked for.</summary>
[Kind("test-identity")]
internal sealed record IdentityLog(int Rows, bool PerSeed = false) : DataSource
{
    [System.Text.Json.Serialization.JsonIgnore]
    public override string Name => $"identity-{Rows}";

    [System.Text.Json.Serialization.JsonIgnore]
    public override bool IsDrawnPerSeed => PerSeed;

    public override OfflineDataset Load(Seed seed, RunContext context) => IdentityTask.Log(Rows, 0.3);

    public override IEnvironment Environment() => new IdentityTask();
}

internal static class TrialCases
{
    public static TrialRun Run { get; } = new() { Updates = 20, BatchSize = 16, EvaluateEvery = 10, Episodes = 3 };

    public static Method Method(string label, double rate = 3e-3) => new(
        label, new BehaviorCloningOptions { Hidden = [8], Adam = new(rate) }, new(TimeLimitRule.Drop, NextState.Stored));

    /// <summary>Two methods on two data sets with the given final scores of two seeds, after one of the untrained policy.</summary>
    public static List<CellResult<Trial, TrialResult>> Results(params (int Rows, string Method, double[] Scores)[] scores) =>
        [.. scores.Select(s => new CellResult<Trial, TrialResult>(
            new("key", new(new IdentityLog(s.Rows), Method(s.Method, s.Method.Length), Run), [.. Enumerable.Range(1, s.Scores.Length)]),
            new(0, 1, 25, [new([0, 10, 20], [0, 0, 0], [[.. s.Scores.Select(_ => -1000.0)], [.. s.Scores.Select(x => x - 2)],
                s.Scores])]), null!))];
}
