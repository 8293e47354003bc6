using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Tables of rates, failures and variants.</summary>
internal static class LcbTables
{
    private const string Bandit = "bandit, LCB", Contextual = "contextual bandit, LCB", Mdp = "MDP, VI-LCB";

    /// <summary>The fitted exponents of N.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>One a setting and C*.</returns>
    internal static IEnumerable<(string Setting, double CStar, Estimate Slope)> Slopes(PaperResults results)
    {
        foreach (double cStar in results.Of(Papers.LcbPessimism.TwoArms).Select(c => c.Settings.CStar))
        {
            var (counts, losses) = LcbBanditClaims.TwoArms(results, cStar, BanditTrials.ConstantLcb, from: 50);
            yield return (Bandit, cStar, LogLogFit.Of(counts, losses).Slope);
        }
        yield return (Contextual, 1, LcbBanditClaims.Slope(results.Of(Papers.LcbPessimism.MissingMass)[0].Result,
            BanditTrials.ConstantLcb, 0).Slope);
        foreach (var cell in results.Of(Papers.LcbPessimism.Contexts).Where(c => c.Settings.Contexts == LcbBanditClaims.Contexts))
            yield return (Contextual, cell.Settings.CStar, LcbBanditClaims.Slope(cell.Result.Hard, BanditTrials.Lcb, 10_000, n =>
                cell.Settings.Gap(n) < 1).Slope);
        foreach (double cStar in results.Of(Papers.LcbPessimism.Rates).Select(c => c.Settings.CStar).Distinct())
        {
            var (counts, losses) = LcbMdpClaims.Worst(results, cStar, TabularMethods.Lcb(0.1));
            yield return (Mdp, cStar, LogLogFit.Of(counts, losses).Slope);
        }
    }

    /// <summary>Fitted exponents beside the theorems'.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a setting and C*.</returns>
    public static CardTable Exponents(PaperResults results)
    {
        var reported = Papers.LcbPessimism.Reported("exponents");
        return new CardTable("Exponents of N", ["Setting", "C*", "Ours", "Paper"],
            [.. Slopes(results).Select(s => (IReadOnlyList<TableCell>)
            [s.Setting, s.CStar, s.Slope,
                ((TableCell)reported[s.Setting, s.CStar == 1 ? "C* = 1" : s.CStar < 2 ? "1 < C* < 2" : "C* >= 2"]).With(Emphasis.Muted)])])
        { Note = "95 % t intervals of log-log fits. Bandits: L = 0.5, exact. Contexts: S = 21, L = ln(2SAN)/2; at C* = 1 the missing " +
            "mass with L = 0.5. MDPs: c = 0.1, L = ln(2SAN). The paper's exponents ignore logarithms." };
    }

    /// <summary>How often the empirical best arm and LCB choose a worse arm.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two rows a C*.</returns>
    public static CardTable Failures(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Crowded);
        var rows = cells.SelectMany(cell => new[] { BanditTrials.Empirical, BanditTrials.Lcb, BanditTrials.MostPlayed }.Select(method =>
            (IReadOnlyList<TableCell>)
            [cell.Settings.CStar, method, .. cell.Result.Of(method).Select(r => (TableCell)r.Loss.FailureRate)]));
        return new CardTable("Share of data sets from which a worse arm is chosen",
            ["C*", "Rule", .. cells[0].Settings.Counts.Select(n => new TableColumn(FormattableString.Invariant($"N = {n:N0}")))], [.. rows])
        { Note = $"{cells[0].Settings.Repetitions:N0} data sets each." };
    }

    /// <summary>Variants of VI-LCB on the block MDP.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="cStar">C*.</param>
    /// <returns>A row a variant.</returns>
    public static CardTable Variants(PaperResults results, double cStar)
    {
        var cell = results.Of(Papers.LcbPessimism.Blocks, BlockStudy.Key(cStar));
        string[] methods =
        [
            TabularMethods.Lcb(0.1), TabularMethods.NotMonotone, TabularMethods.Bernstein, TabularMethods.ConstantTerm,
                TabularMethods.Split,
            TabularMethods.Lcb(1), TabularMethods.PaperConstants, TabularMethods.Cloning, TabularMethods.Certainty,
        ];
        int[] counts = [.. cell.Settings.Counts.Where(n => n is 100 or 1000 or 3000 or 10_000 or 100_000)];
        return new CardTable($"Variants at C* = {NumberText.Format(cStar)}",
            ["Method", .. counts.Select(n => new TableColumn(FormattableString.Invariant($"N = {n:N0}"))), "least validity"],
            [.. methods.Select(m => (IReadOnlyList<TableCell>)
                [m, .. counts.Select(n => (TableCell)cell.Result.At(m, n).Estimate), cell.Result.Of(m).Min(r => r.Valid) is { } valid
                    ? valid : "–"])])
        { Note = $"Mean loss with 95 % interval over {cell.Settings.Repetitions} data sets, J* = " +
            $"{NumberText.Format(cell.Result.OptimalValue)}. Validity: how often the pessimistic value was at most the true one, the " +
            $"least over all N. Split: T + 1 = ⌈ln N/(1−γ)⌉ + 1 parts." };
    }

    /// <summary>Rare failures that a mean hides: quartiles and failure rates on the block MDP.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="cStar">C*.</param>
    /// <param name="count">N.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Spread(PaperResults results, double cStar, int count)
    {
        var result = results.Of(Papers.LcbPessimism.Blocks, BlockStudy.Key(cStar)).Result;
        return new CardTable(FormattableString.Invariant($"Spread over data sets at C* = {cStar}, N = {count:N0}"),
            ["Method", "Mean", "Lower quartile", "Upper quartile", "Loses over 5 %"],
            [.. new[] { TabularMethods.Lcb(0.1), TabularMethods.Certainty, TabularMethods.Cloning }.Select(m => (IReadOnlyList<TableCell>)
                [m, result.At(m, count).Mean, result.At(m, count).LowerQuartile, result.At(m, count).UpperQuartile,
                    result.At(m, count).FailureRate])]);
    }
}
