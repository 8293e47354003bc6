using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Agents.Tabular.DensityRatios;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.GlowStudy;

/// <summary>Fitted Q-iteration online on instance S, without optimism.</summary>
/// <param name="Arms">K.</param>
/// <param name="Method">Greedy, or exploring at random.</param>
/// <param name="Rounds">T.</param>
public sealed record GreedySettings([property: Range(1, 64)] int Arms, HybridLearning Method,
    [property: Range(4, 1_000_000)] int Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, $"{Arms} arms");
}

/// <summary>Regret of the policies that were played, exploration included.</summary>
/// <param name="Rounds">Rounds at which the regret is written down.</param>
/// <param name="MeanRegret">The mean over seeds there.</param>
/// <param name="Regret">Σ J* − J(π_t) at the end.</param>
/// <param name="LastLoss">J* − J of what is played at the end.</param>
public sealed record GreedyResult(IReadOnlyList<long> Rounds, IReadOnlyList<double> MeanRegret,
    [property: PerSeed] IReadOnlyList<double> Regret, [property: PerSeed] IReadOnlyList<double> LastLoss);

/// <summary>What instance S does to learners that believe the best fit.</summary>
public sealed class GreedyStudy : Experiment<GreedySettings, GreedyResult>
{
    /// <inheritdoc/>
    public override string Name => "greedy";

    /// <inheritdoc/>
    public override string Title => "Without optimism: fitted Q-iteration online, greedy and ε-greedy";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GreedySettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        var fqi = new FittedQIteration();
        return [.. new HybridLearning[] { new(fqi, Offline: false), new(fqi, Offline: false, Exploration: 0.1) }.Select(m =>
            Cell.Of(new GreedySettings(1, m, smoke ? 2000 : 20_000), [.. Enumerable.Range(1, smoke ? 2 : 10)]))];
    }

    /// <inheritdoc/>
    public override GreedyResult Run(Cell<GreedySettings> cell, RunContext context)
    {
        (int arms, HybridLearning method, int rounds) = cell.Settings;
        ClassInstance instance = GlowInstances.Separation(arms);
        StateActionTable law = Occupancy.Of(instance.Mdp, TabularPolicy.Uniform(instance.Mdp)); // of no effect: no row of it is used
        List<double[]> sums = [];
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            double sum = 0;
            sums.Add([.. method.Risks(instance.Mdp, instance.Functions, law, rounds, context.Seeds[i], explores: true, context.Cancellation)
                .Select(risk => sum += risk)]);
            context.Mark<double>($"seed {i}", [sum]);
        }
        int[] marks = [.. Enumerable.Range(0, 200).Select(i => (int)Math.Pow(rounds, i / 199.0)).Distinct()];
        return new([.. marks.Select(t => (long)t)], [.. marks.Select(t => StoredNumbers.Significant(sums.Average(s => s[t - 1]), 7))],
            [.. sums.Select(s => StoredNumbers.Significant(s[^1], 10))], [.. sums.Select(s => StoredNumbers.Significant(s[^1] - s[^2],
                7))]);
    }
}

/// <summary>Rivers to choose from, with offline data.</summary>
/// <param name="Models">How many, the true one included.</param>
/// <param name="Method">How the sources are used.</param>
/// <param name="Rounds">T.</param>
public sealed record ModelSourcesSettings([property: Range(2, 1000)] int Models, HybridLearning Method,
    [property: Range(4, 1_000_000)] int Rounds) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Method, $"{Models} models");
}

/// <summary>Instance M with offline data: the three bases of H2O.</summary>
public sealed class ModelSourcesStudy : Experiment<ModelSourcesSettings, HybridResult>
{
    /// <inheritdoc/>
    public override string Name => "model-sources";

    /// <inheritdoc/>
    public override string Title => "Fifty rivers with offline data: H2O on three offline algorithms";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ModelSourcesSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        return [.. new OfflineBase[] { new ModelLikelihood(), new FittedQIteration(), new MaboCr() }.Select(b => Cell.Of(
            new ModelSourcesSettings(smoke ? 10 : 50, new(b), smoke ? 200 : 2000), [.. Enumerable.Range(1, smoke ? 2 : 10)]))];
    }

    /// <inheritdoc/>
    public override HybridResult Run(Cell<ModelSourcesSettings> cell, RunContext context)
    {
        ClassInstance instance = GlowInstances.Rivers(cell.Settings.Models);
        StateActionTable law = GlowInstances.Mix(Occupancy.Of(instance.Mdp, ValueIteration.Solve(instance.Mdp).Policy),
            Occupancy.Of(instance.Mdp, TabularPolicy.Uniform(instance.Mdp)), 0.5);
        return HybridTrials.Run(instance, law, cell.Settings.Method, cell.Settings.Rounds, context);
    }
}
