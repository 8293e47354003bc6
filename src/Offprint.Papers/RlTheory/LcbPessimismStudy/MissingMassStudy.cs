using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Expert data on many rare contexts.</summary>
/// <param name="Contexts">S.</param>
/// <param name="Methods">The rules.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record MissingMassSettings(
    int Contexts, IReadOnlyList<BanditRuleOptions> Methods, IReadOnlyList<int> Counts, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"s{Contexts}");

    /// <summary>
    /// The expected loss of a rule that errs exactly in contexts never seen: m (1 − 1/(N+1))ᴺ + (1 − m) mᴺ with the mass m = (S−1)/(N+1) of
    /// rare contexts. The second term, of the frequent one, counts only where N is not much more than S.
    /// </summary>
    /// <param name="count">N.</param>
    /// <returns>The loss.</returns>
    public double Exact(int count)
    {
        double rare = (Contexts - 1) / (count + 1.0);
        return rare * Math.Pow(1 - 1 / (count + 1.0), count) + (1 - rare) * Math.Pow(rare, count);
    }
}

/// <summary>C* = 1: what remains of the loss is the probability of contexts never seen, of order S/N.</summary>
public sealed class MissingMassStudy : Experiment<MissingMassSettings, LossTable>
{
    /// <inheritdoc/>
    public override string Name => "missing-mass";

    /// <inheritdoc/>
    public override string Title => "Expert data: the loss is the mass of contexts never seen";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<MissingMassSettings>> Cells(Profile profile)
    {
        int[] counts = profile == Profile.Smoke ? [100, 1000, 10_000] : [100, 316, 1000, 3162, 10_000, 31_623, 100_000];
        BanditRuleOptions[] methods = [BanditTrials.ConstantLcb, BanditTrials.ClippedLcb, BanditTrials.Lcb, BanditTrials.MostPlayed];
        return [Cell.Of(new MissingMassSettings(21, methods, counts, profile == Profile.Smoke ? 1000 : 200_000), [1])];
    }

    /// <inheritdoc/>
    public override LossTable Run(Cell<MissingMassSettings> cell, RunContext context)
    {
        MissingMassSettings settings = cell.Settings;
        return new([.. settings.Counts.SelectMany((count, i) =>
        {
            context.Report(i, settings.Counts.Count, $"N = {count}");
            Numerics.Seed seed = context.Seeds[0].Derive((ulong)count);
            BanditInstance bandit = BanditInstances.MissingMass(settings.Contexts, count, seed.Derive("labels"));
            // Equal scores go to action 0, which is never the expert's: an unseen context costs its gap.
            return BanditTrials.Run(bandit, count, settings.Methods, settings.Repetitions, seed, randomTies: false, context);
        })]);
    }
}
