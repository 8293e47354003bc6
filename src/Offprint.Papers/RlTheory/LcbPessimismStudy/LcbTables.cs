using Offprint.Agents.Bandits;
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
            var (counts, losses) = LcbMdpClaims.Worst(results, cStar, ViLcb.Scaled(0.1));
            yield return (Mdp, cStar, LogLogFit.Of(counts, losses).Slope);
        }
    }

    /// <summary>Fitted exponents beside the theorems'.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a setting and C*.</returns>
    public static CardTable Exponents(PaperResults results)
    {
        var reported = Papers.LcbPessimism.Reported("exponents");
        return CardTable.Of("Exponents of N", Slopes(results), ("Setting", s => s.Setting), ("C*", s => s.CStar), ("Ours", s => s.Slope),
            ("Paper", s => ((TableCell)reported[s.Setting, s.CStar == 1 ? "C* = 1" : s.CStar < 2 ? "1 < C* < 2" : "C* >= 2"])
                .With(Emphasis.Muted))) with
        { Note = "95 % t intervals of log-log fits. Bandits: L = 0.5, exact. Contexts: S = 21, L = ln(2SAN)/2; at C* = 1 the missing " +
            "mass with L = 0.5. MDPs: c = 0.1, L = ln(2SAN). The paper's exponents ignore logarithms." };
    }

    /// <summary>How often the empirical best arm and LCB choose a worse arm.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two rows a C*.</returns>
    public static CardTable Failures(PaperResults results)
    {
        var cells = results.Of(Papers.LcbPessimism.Crowded);
        var rows = from cell in cells
                   from method in new BanditRuleOptions[] { BanditTrials.Empirical, BanditTrials.Lcb, BanditTrials.MostPlayed }
                   select (cell.Settings.CStar, Method: method, cell.Result);
        return CardTable.Of("Share of data sets from which a worse arm is chosen", rows,
        [
            ("C*", r => r.CStar), ("Rule", r => r.Method.Label),
            .. cells[0].Settings.Counts.Select(n => (new TableColumn(FormattableString.Invariant($"N = {n:N0}")),
                (Func<(double CStar, BanditRuleOptions Method, LossTable Result), TableCell>)(r =>
                    r.Result.At(r.Method, n).FailureRate))),
        ]) with
        { Note = $"{cells[0].Settings.Repetitions:N0} data sets each." };
    }

    /// <summary>Variants of VI-LCB on the block MDP.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="cStar">C*.</param>
    /// <returns>A row a variant.</returns>
    public static CardTable Variants(PaperResults results, double cStar)
    {
        var cell = results.Of(Papers.LcbPessimism.Blocks, s => s.CStar == cStar);
        TabularMethod[] methods =
        [
            ViLcb.Scaled(0.1), .. BlockStudy.Variants.OrderBy(v => v.Options.Split), ViLcb.Scaled(1), ViLcb.PaperConstants, new Cloning(),
            new CertaintyEquivalence(),
        ];
        int[] counts = [.. cell.Settings.Counts.Where(n => n is 100 or 1000 or 3000 or 10_000 or 100_000)];
        return CardTable.Of($"Variants at C* = {NumberText.Format(cStar)}", methods,
        [
            ("Method", m => m.Label),
            .. counts.Select(n => (new TableColumn(FormattableString.Invariant($"N = {n:N0}")),
                (Func<TabularMethod, TableCell>)(m => cell.Result.At(m, n).Estimate))),
            ("least validity", m => cell.Result.Of(m).Min(r => r.Valid)),
        ]) with
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
        var result = results.Of(Papers.LcbPessimism.Blocks, s => s.CStar == cStar).Result;
        TabularMethod[] methods = [ViLcb.Scaled(0.1), new CertaintyEquivalence(), new Cloning()];
        return CardTable.Of(FormattableString.Invariant($"Spread over data sets at C* = {cStar}, N = {count:N0}"), methods,
            ("Method", m => m.Label), ("Mean", m => result.At(m, count).Mean), ("Lower quartile", m => result.At(m, count).LowerQuartile),
            ("Upper quartile", m => result.At(m, count).UpperQuartile), ("Loses over 5 %", m => result.At(m, count).FailureRate));
    }
}
