using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>The contexts of the lower bound.</summary>
/// <param name="Contexts">S.</param>
/// <param name="CStar">C* in (1, 2].</param>
/// <param name="GapScale">κ: the gap is κ √((S−1)C*/(N(C*−1))), at most 1.</param>
/// <param name="FixedGap">A gap that does not shrink, for comparison.</param>
/// <param name="Methods">The rules.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record ContextSettings(int Contexts, double CStar, double GapScale, double FixedGap, IReadOnlyList<BanditRuleOptions> Methods,
    IReadOnlyList<int> Counts, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"s{Contexts}", $"c{CStar}");


    /// <summary>The gap at which telling the two actions apart is as hard as N allows.</summary>
    /// <param name="count">N.</param>
    /// <returns>Δ; cut at 1.</returns>
    public double Gap(int count) => Math.Min(1, GapScale * Math.Sqrt((Contexts - 1) * CStar / (count * (CStar - 1))));
}

/// <summary>Losses of contextual rules.</summary>
/// <param name="Hard">With the gap that shrinks with N.</param>
/// <param name="Fixed">With the fixed gap.</param>
public sealed record ContextResult(LossTable Hard, LossTable Fixed);

/// <summary>Contextual bandits on the lower bound's instances: LCB's loss follows √(S(C*−1)/N) for all C*, without knowing it.</summary>
public sealed class ContextStudy : Experiment<ContextSettings, ContextResult>
{
    /// <inheritdoc/>
    public override string Name => "contextual-bandit";

    /// <inheritdoc/>
    public override string Title => "Contexts that can mislead: LCB adapts to C*";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ContextSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] coefficients = smoke ? [1.1, 2] : [1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 1.75, 2];
        int[] contexts = smoke ? [21] : [5, 21, 101];
        int[] counts = profile switch
        {
            Profile.Smoke => [1000, 10_000, 100_000],
            Profile.Standard => [1000, 3162, 10_000, 31_623, 100_000, 316_228, 1_000_000],
            _ => [1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000],
        };
        BanditRuleOptions[] methods = [BanditTrials.Lcb, BanditTrials.ConstantLcb, BanditTrials.Empirical, BanditTrials.MostPlayed];
        return
        [
            .. from s in contexts from c in coefficients
               select Cell.Of(new ContextSettings(s, c, 0.5, 0.4, methods, counts, smoke ? 100 : 2000), [1], cost: s),
        ];
    }

    /// <inheritdoc/>
    public override ContextResult Run(Cell<ContextSettings> cell, RunContext context)
    {
        ContextSettings settings = cell.Settings;
        List<LossRow> hard = [], fixedGap = [];
        foreach (int count in settings.Counts)
        {
            context.Report(hard.Count, settings.Counts.Count * settings.Methods.Count, $"N = {count}");
            hard.AddRange(Losses(settings.Gap(count), "hard", count));
            fixedGap.AddRange(Losses(settings.FixedGap, "fixed", count));
        }
        return new(new(hard), new(fixedGap));

        // All rules treat the two actions alike and draw among equal scores, so labels need no permutation.
        IEnumerable<LossRow> Losses(double gap, string purpose, int count) => BanditTrials.Run(
            BanditInstances.ContextFamily(settings.Contexts, settings.CStar, gap), count, settings.Methods, settings.Repetitions,
            context.Seeds[0].Derive(purpose).Derive((ulong)count), randomTies: true, context);
    }
}
