using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Two arms at one concentrability.</summary>
/// <param name="CStar">C*.</param>
/// <param name="Methods">The rules.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="GapScales">κ: gaps κ/√N of which the worst counts.</param>
/// <param name="ImitationGap">The gap at which imitation is shown: its error does not depend on it.</param>
public sealed record TwoArmedSettings(double CStar, IReadOnlyList<BanditRuleOptions> Methods, IReadOnlyList<int> Counts,
    IReadOnlyList<double> GapScales, double ImitationGap) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"c{CStar}");
}

/// <summary>The greatest loss of one rule.</summary>
/// <param name="Count">N.</param>
/// <param name="Method">The rule.</param>
/// <param name="GapScale">The κ of the worst gap; 0 for imitation.</param>
/// <param name="Loss">The loss, exact.</param>
public sealed record TwoArmedRow(int Count, BanditRuleOptions Method, double GapScale, double Loss);

/// <summary>All rules.</summary>
/// <param name="Rows">One a number of rows and rule.</param>
public sealed record TwoArmedResult(IReadOnlyList<TwoArmedRow> Rows);

/// <summary>
/// Two Bernoulli arms by enumeration: LCB pays N^(−1/2) for every C*, imitation an exponentially small price below C* = 2.
/// </summary>
public sealed class TwoArmedStudy : Experiment<TwoArmedSettings, TwoArmedResult>
{
    /// <summary>The rules compared.</summary>
    public static IReadOnlyList<BanditRuleOptions> Methods { get; } =
        [BanditTrials.ConstantLcb, BanditTrials.Lcb, BanditTrials.Empirical, BanditTrials.MostPlayed];

    /// <inheritdoc/>
    public override string Name => "two-armed-bandit";

    /// <inheritdoc/>
    public override string Title => "Two arms, exactly: LCB does not adapt to C* below 2";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TwoArmedSettings>> Cells(Profile profile)
    {
        double[] coefficients = profile == Profile.Smoke ? [1.5, 2] : [1.1, 1.25, 1.5, 1.75, 2, 3, 4, 8];
        int[] counts = profile switch
        {
            Profile.Smoke => [25, 50, 100],
            Profile.Standard => [25, 50, 100, 200, 400, 800],
            _ => [25, 50, 100, 200, 400, 800, 1600, 3200],
        };
        return [.. coefficients.Select(c => Cell.Of(new TwoArmedSettings(c, Methods, counts, [0.5, 0.8, 1.2, 2, 3, 4.5], 0.9), []))];
    }

    /// <inheritdoc/>
    public override TwoArmedResult Run(Cell<TwoArmedSettings> cell, RunContext context)
    {
        TwoArmedSettings settings = cell.Settings;
        var rows = new List<TwoArmedRow>();
        foreach (int count in settings.Counts)
        {
            foreach (BanditRuleOptions method in settings.Methods)
            {
                OfflineBanditRule rule = method.Create(1, 2, count);
                var (scale, loss) = method is MostPlayedOptions
                    ? (0, Loss(rule, count, settings.ImitationGap, settings.CStar))
                    : settings.GapScales.Select(k =>
                    (Scale: k, Loss: Loss(rule, count, k / Math.Sqrt(count), settings.CStar))).MaxBy(p => p.Loss);
                rows.Add(new(count, method, scale, loss));
                context.Report(rows.Sum(r => (double)r.Count * r.Count), settings.Methods.Count *
                    settings.Counts.Sum(n => (double)n * n), method.Label);
            }
        }
        return new(rows);
    }

    private static double Loss(OfflineBanditRule rule, int count, double gap, double cStar) =>
        gap * TwoArmEnumeration.ErrorProbability(rule, count, 1 / cStar, 0.5 + gap / 2, 0.5 - gap / 2);
}
