using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Risks of one way to use the two sources, a seed each.</summary>
/// <param name="MeanRisk">The mean over seeds of J* − J(π_t), a round each.</param>
/// <param name="LastRisk">The mean over the last quarter of rounds.</param>
/// <param name="MeanOfRun">The mean over all rounds: the risk of the uniform mixture that H2O returns.</param>
/// <param name="Reached">The first round from which the risk stays below 0.05; 0 if never.</param>
/// <param name="Spent">Rounds of risk above 0.05.</param>
public sealed record HybridResult(
    IReadOnlyList<double> MeanRisk, [property: PerSeed] IReadOnlyList<double> LastRisk, [property: PerSeed] IReadOnlyList<double> MeanOfRun,
    [property: PerSeed] IReadOnlyList<int> Reached, [property: PerSeed] IReadOnlyList<int> Spent);

/// <summary>Runs a hybrid learner once a seed.</summary>
internal static class HybridTrials
{
    public static HybridResult Run(ClassInstance instance, StateActionTable law, HybridLearning method, int rounds, RunContext context)
    {
        List<double[]> runs = [];
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            runs.Add(method.Risks(instance.Mdp, instance.Functions, law, rounds, context.Seeds[i], cancellation: context.Cancellation));
            context.Mark<double>($"seed {i}", runs[i]);
        }
        return new([.. Enumerable.Range(0, rounds).Select(t => StoredNumbers.Significant(runs.Average(r => r[t]), 6))],
            [.. runs.Select(r => Digits(r.Skip(rounds * 3 / 4).Average()))], [.. runs.Select(r => Digits(r.Average()))],
            [.. runs.Select(r => Array.FindLastIndex(r, x => x >= 0.05) is var last && last == rounds - 1 ? 0 : last + 2)],
            [.. runs.Select(r => r.Count(x => x >= 0.05))]);
    }

    private static double Digits(double value) => StoredNumbers.Significant(value, 7);
}

/// <summary>Instance L.</summary>
/// <param name="Arms">K.</param>
/// <param name="Method">How the sources are used.</param>
/// <param name="Rounds">T.</param>
public sealed record TwoSourcesSettings([property: Range(1, 64)] int Arms, HybridLearning Method,
    [property: Range(4, 1_000_000)] int Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, $"{Arms} arms");
}

/// <summary>Instance L: offline data cannot rule out one mistake, online play never meets the other.</summary>
public sealed class TwoSourcesStudy : Experiment<TwoSourcesSettings, HybridResult>
{
    /// <inheritdoc/>
    public override string Name => "two-sources";

    /// <inheritdoc/>
    public override string Title => "Each source alone fails, both together do not";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TwoSourcesSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        HybridLearning[] methods =
        [
            new(new FittedQIteration(), Online: false), new(new FittedQIteration(), Offline: false), new(new FittedQIteration()),
            new(new MaboCr()),
        ];
        return [.. methods.Select(m => Cell.Of(new TwoSourcesSettings(8, m, smoke ? 200 : 400),
            [.. Enumerable.Range(1, smoke ? 2 : 10)]))];
    }

    /// <inheritdoc/>
    public override HybridResult Run(Cell<TwoSourcesSettings> cell, RunContext context)
    {
        ClassInstance instance = GlowInstances.TwoFailures(cell.Settings.Arms);
        return HybridTrials.Run(instance, Occupancy.Of(instance.Mdp, ValueIteration.Solve(instance.Mdp).Policy), cell.Settings.Method,
            cell.Settings.Rounds, context);
    }
}

/// <summary>A combination lock.</summary>
/// <param name="Horizon">H.</param>
/// <param name="Actions">A.</param>
/// <param name="Coverage">λ: ν = λ d^{π*} + (1 − λ) d^{uniform}.</param>
/// <param name="Method">How the sources are used.</param>
/// <param name="Rounds">T.</param>
public sealed record LockSettings(
    [property: Range(1, 100)] int Horizon, [property: Range(2, 100)] int Actions, [property: Range(0, 1)] double Coverage,
    HybridLearning Method, [property: Range(4, 1_000_000)] int Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, $"H {Horizon}", $"coverage {Coverage}");

    /// <summary>The lock of a fixed combination.</summary>
    /// <returns>The MDP.</returns>
    public TabularMdp Mdp() => TabularMdps.CombinationLock(Horizon, Actions, new(7));

    /// <summary>ν.</summary>
    /// <param name="mdp">The lock.</param>
    /// <returns>[H, S, A].</returns>
    public StateActionTable Law(TabularMdp mdp) => GlowInstances.Mix(Occupancy.Of(mdp, ValueIteration.Solve(mdp).Policy),
        Occupancy.Of(mdp, TabularPolicy.Uniform(mdp)), Coverage);
}

/// <summary>Combination locks: depth, coverage of the offline data, and what exploration alone can do.</summary>
public sealed class LockStudy : Experiment<LockSettings, HybridResult>
{
    /// <inheritdoc/>
    public override string Name => "locks";

    /// <inheritdoc/>
    public override string Title => "Combination locks: hybrid, offline and ε-greedy";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LockSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        (int rounds, int[] seeds) = (smoke ? 200 : 2000, [.. Enumerable.Range(1, smoke ? 2 : 10)]);
        var table = new TabularFqi();
        HybridLearning[] methods = [new(table), new(table, Online: false), new(table, Offline: false, Exploration: 0.1)];
        return
        [
            .. from h in smoke ? new[] { 5 } : [5, 10, 20] from m in methods
               select Cell.Of(new LockSettings(h, 10, 0.5, m, rounds), seeds, h),
            .. (smoke ? new[] { 0.2 } : [1, 0.2, 0.1, 0.05, 0.02]).Select(c =>
                Cell.Of(new LockSettings(smoke ? 5 : 10, 10, c, methods[0], rounds), seeds, 10)),
        ];
    }

    /// <inheritdoc/>
    public override HybridResult Run(Cell<LockSettings> cell, RunContext context)
    {
        TabularMdp mdp = cell.Settings.Mdp();
        var tables = new FunctionClass([ValueIteration.Solve(mdp).ActionValues]); // tabular methods take their shape alone from it
        return HybridTrials.Run(new(mdp, tables), cell.Settings.Law(mdp), cell.Settings.Method, cell.Settings.Rounds, context);
    }
}
