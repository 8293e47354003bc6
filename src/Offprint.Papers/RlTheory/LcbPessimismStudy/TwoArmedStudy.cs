using Offprint.Agents.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Two arms at one concentrability.</summary>
/// <param name="CStar">C*.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="GapScales">κ: gaps κ/√N of which the worst counts.</param>
/// <param name="ImitationGap">The gap at which imitation is shown: its error does not depend on it.</param>
public sealed record TwoArmedSettings(double CStar, IReadOnlyList<int> Counts, IReadOnlyList<double> GapScales, double ImitationGap);

/// <summary>The greatest loss of one rule.</summary>
/// <param name="Count">N.</param>
/// <param name="Method">The rule's name.</param>
/// <param name="GapScale">The κ of the worst gap; 0 for imitation.</param>
/// <param name="Loss">The loss, exact.</param>
public sealed record TwoArmedRow(int Count, string Method, double GapScale, double Loss);

/// <summary>All rules.</summary>
/// <param name="Rows">One a number of rows and rule.</param>
public sealed record TwoArmedResult(IReadOnlyList<TwoArmedRow> Rows);

/// <summary>
/// Two Bernoulli arms by enumeration: LCB pays N^(−1/2) for every C*, imitation an exponentially small price below C* = 2.
/// </summary>
public sealed class TwoArmedStudy : Experiment<TwoArmedSettings, TwoArmedResult>
{
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
        return [.. coefficients.Select(c => new Cell<TwoArmedSettings>($"c{c}", new(c, counts, [0.5, 0.8, 1.2, 2, 3, 4.5], 0.9), []))];
    }

    /// <inheritdoc/>
    public override TwoArmedResult Run(Cell<TwoArmedSettings> cell, RunContext context)
    {
        TwoArmedSettings settings = cell.Settings;
        var rows = new List<TwoArmedRow>();
        foreach (int count in settings.Counts)
        {
            foreach (string method in (string[])[BanditTrials.ConstantLcb, BanditTrials.Lcb, BanditTrials.Empirical])
            {
                OfflineBanditRule rule = BanditTrials.Rule(method, 1, 2, count);
                var (scale, loss) = settings.GapScales.Select(k =>
                    (Scale: k, Loss: Loss(rule, count, k / Math.Sqrt(count), settings.CStar))).MaxBy(p => p.Loss);
                rows.Add(new(count, method, scale, loss));
                context.Report(rows.Sum(r => (double)r.Count * r.Count), 4 * settings.Counts.Sum(n => (double)n * n), method);
            }
            rows.Add(new(count, BanditTrials.MostPlayed, 0, Loss(new MostPlayed(), count, settings.ImitationGap, settings.CStar)));
        }
        return new(rows);
    }

    private static double Loss(OfflineBanditRule rule, int count, double gap, double cStar) =>
        gap * TwoArmEnumeration.ErrorProbability(rule, count, 1 / cStar, 0.5 + gap / 2, 0.5 - gap / 2);
}
