using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>Statements that the exact and small studies decide.</summary>
internal static class PanelClaims
{
    private const double Rounding = 1e-12, GapShare = 0.1, Invisible = 0.05, Half = 0.5;

    public static IEnumerable<Claim> All()
    {
        yield return new("uncertainty", "No pseudo-row raises the uncertainty of any state and action in any of 200 problems.",
            "theory of linear MDPs", null, Uncertainty)
        {
            Kind = ClaimKind.Control,
            Quantity = "largest increase of Γ",
        };
        yield return new("bound",
            "In each of 200 linear problems out-of-distribution and smoothness rows lower the bound on suboptimality.",
            "theory of linear MDPs", null, Bound)
        {
            // Algebra: the bound sums uncertainties along a path that the rows do not change.
            Kind = ClaimKind.Control,
            Quantity = "mean ratio of bounds, with all rows over logged rows alone",
        };
        yield return new("gap",
            "The tighter bound brings no comparable gain: the true suboptimality changes by less than a tenth of what the bound loses.",
            "ours", null, Gap)
        {
            Kind = ClaimKind.Ours,
            Quantity = "mean change of the true gap",
        };
        yield return new("picture",
            "At the authors' weight of 1e-4 value smoothness changes the roughness of critics on a line by less than 5 %, and a weight " +
            "of 100 halves it.", "ours", null, Picture)
        {
            Kind = ClaimKind.Ours,
            Quantity = "ratio of roughness, weight 1e-4 over none",
            Why = "the weight is felt after all: five critics can pass through 24 points, the squared error's gradient then vanishes, " +
                "and Adam scales up whatever gradient is left (the reason is a guess, not a measurement)",
        };
    }

    private static PanelResult Panel(PaperResults results) => results.Of(Papers.Ro2o.Panel)[0].Result;

    private static ClaimOutcome Uncertainty(PaperResults results)
    {
        double most = Panel(results).Fits.Where(fit => fit.Rows != PanelRows.Logged).Max(fit => fit.Increase.Max());
        return ClaimOutcome.From(most <= Rounding, most, note: "of 441 states and 5 actions of each problem, both kinds of rows");
    }

    private static ClaimOutcome Bound(PaperResults results)
    {
        PanelFit before = Panel(results).Of(PanelRows.Logged), after = Panel(results).Of(PanelRows.Smooth);
        double[] ratios = [.. after.Bound.Zip(before.Bound, (own, all) => own / all)];
        return ClaimOutcome.From(ratios.All(ratio => ratio < 1), ratios.Average(), MeanInterval.StudentT(ratios).Interval,
            note: $"lower in {ratios.Count(ratio => ratio < 1)} of {ratios.Length} problems");
    }

    private static ClaimOutcome Gap(PaperResults results)
    {
        PanelFit before = Panel(results).Of(PanelRows.Logged), after = Panel(results).Of(PanelRows.Smooth);
        Estimate gap = PairedDifference.Of([.. after.Gap], [.. before.Gap]).Difference;
        double loss = before.Bound.Average() - after.Bound.Average();
        return ClaimOutcome.From(gap.Interval.Low > -GapShare * loss && gap.Interval.High < GapShare * loss, gap.Value, gap.Interval,
            note: $"the bound falls by {NumberText.Format(loss)}");
    }

    private static ClaimOutcome Picture(PaperResults results)
    {
        double[] none = Roughness(0), authors = Roughness(1e-4), strong = Roughness(100);
        Estimate ratio = Ro2oResults.Ratio(authors, none), far = Ro2oResults.Ratio(strong, none);
        return ClaimOutcome.From(Math.Abs(ratio.Value - 1) < Invisible && far.Interval.High < Half, ratio.Value, ratio.Interval,
            results.Of(Papers.Ro2o.Picture)[0].Cell.Seeds, $"weight 100 over none: {far}");

        double[] Roughness(double weight) =>
            [.. results.Of(Papers.Ro2o.Picture, settings => settings.Smoothness.Weight == weight).Result.Roughness];
    }
}
