using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;
using static Offprint.Samplers.Diffusion.Solvers.LinearMultistepOptions;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The paper's statements as conditions on results.</summary>
internal static class GhvbClaims
{
    private const double RoundingFloor = 1e-12;

    /// <summary>Parts A to C: regions, the toy problem, orders of convergence.</summary>
    public static IEnumerable<Claim> Exact()
    {
        yield return new Claim("axis-limits", "The boundary loci cross the negative real axis where the closed forms say, to 10⁻³: " +
            "heavy ball reaches farther the smaller β is, GHVB of order r never beyond Adams–Bashforth of order r − 1.",
            "Sections 3–4, Figures 4, 6", null, AxisLimits)
        {
            Quantity = "largest deviation of a limit from its closed form",
            Kind = ClaimKind.Control,
        };
        yield return new Claim("toy",
            "On the stiff toy problem AB2 fails (error > 1) and AB4 explodes (> 10⁶), while HB and GHVB with β of 0.8 and 0.9 converge " +
            "(< 0.07).",
            "Figure 13", null, Toy)
        {
            Quantity = "largest error at T of HB and GHVB",
        };
        yield return new Claim("orders-official",
            "With the published start, HB and the naive mixture converge with order 1, GHVB 0.5 with 1, and GHVB 1.5, 2.5 and 3.5 with " +
            "order 2 " +
            "(the paper's order r holds for r ≤ 2 only: the Euler start leaves an error of second order).",
            "Theorems 1–2, Table 8", null, results => Orders(results, StartUp.LowOrder, 0.1,
                (HeavyBall(2, 0.5), 1), (HeavyBall(4, 0.8), 1), (Mixture(2, 0.5), 1), (Ghvb(0.5), 1), (Ghvb(1.5), 2), (Ghvb(2.5), 2),
                (Ghvb(3.5), 2)))
        {
            Quantity = "largest distance of a fitted order from the claimed one",
        };
        yield return new Claim("orders-exact", "With exact history and constant steps GHVB of order r converges with order r.",
            "Theorem 2", null, results => Orders(results, StartUp.ExactHistory, 0.15,
                (Ghvb(0.5), 1), (Ghvb(1.5), 2), (Ghvb(2.5), 3), (Ghvb(3.5), 4)))
        {
            Quantity = "largest distance of a fitted order from r",
        };
        yield return new Claim("interpolation",
            "At 40 steps of the whole range the error of GHVB 1.5, and the order by which it fell from 20 steps, lie between those of " +
            "DDIM and PLMS2; at 160–640 steps its order is PLMS2's, to 0.1.",
            "Figure 11, Table 8", null, Interpolation)
        {
            Quantity = "local order of GHVB 1.5 from 20 to 40 steps",
            Former = new("At 40 steps of the whole range the error of GHVB 1.5 lies between those of DDIM and PLMS2, and its local order " +
                "at 160–640 steps is that of neither.", Verdict.Holds, "its rule compared with 1 and 2, not with the two methods: PLMS2 " +
                "has 1.78 there, too"),
        };
    }

    /// <summary>Part D: artifacts under guidance where the score is exact.</summary>
    public static IEnumerable<Claim> Guided() => GhvbGuidedClaims.All();

    /// <summary>Parts E and F: a learned model.</summary>
    public static IEnumerable<Claim> Learned() => GhvbLearnedClaims.All();

    /// <summary>The order of convergence of one curve: the slope over its four finest points above the rounding floor.</summary>
    public static Estimate Order(IReadOnlyList<int> steps, OrderCurve curve)
    {
        var points = steps.Zip(curve.Errors).Where(p => p.Second > RoundingFloor).TakeLast(4).ToList();
        return LogLogFit.ConvergenceOrder([.. points.Select(p => (double)p.First)], [.. points.Select(p => p.Second)]).Slope;
    }

    private static ClaimOutcome AxisLimits(PaperResults results)
    {
        var limits = results.Of(Papers.Ghvb.Atlas)[0].Result.Limits.Where(l => l.ClosedForm is not null).ToList();
        double worst = limits.Max(l => Math.Max(Math.Abs(l.Locus - l.ClosedForm!.Value), Math.Abs(l.RootSearch - l.ClosedForm!.Value)));
        bool bounded = limits.Where(l => l.Kind == MultistepKind.GeneralizedHeavyBall && l.Order > 1)
            .All(l => l.ClosedForm >= StabilityAtlas.ClosedForm(MultistepKind.HeavyBall, l.Order - 1, 1));
        return ClaimOutcome.From(worst <= 1e-3 && bounded, worst,
            note: $"largest deviation of {limits.Count} limits, by locus and by root search");
    }

    private static ClaimOutcome Toy(PaperResults results)
    {
        var paths = results.Of(Papers.Ghvb.Toy)[0].Result.Paths;
        var rows = paths.Select(p => (p.Method, p.Error, Holds: p.Method switch
        {
            { Kind: MultistepKind.AdamsBashforth, Order: 4 } => !(p.Error <= 1e6),
            { Kind: MultistepKind.AdamsBashforth, Order: 2 } => p.Error > 1,
            _ => p.Error < 0.07,
        })).ToList();
        var detail = CardTable.Of("", rows, ("Method", r => r.Method.PaperName()), ("Error at T", r => r.Error),
            ("As claimed", r => TableCell.YesNo(r.Holds)));
        return ClaimOutcome.From(rows.All(r => r.Holds), rows.Where(r => r.Method.Method.HasMomentum).Max(r => r.Error),
            note: "largest error of HB and GHVB", detail: detail);
    }

    private static ClaimOutcome Orders(PaperResults results, StartUp start, double tolerance,
        params (LinearMultistepOptions Method, double Order)[] expected)
    {
        var cell = results.Of(Papers.Ghvb.Orders, s => s.Problem == OrderProblem.Scalar && s.StartUp == start);
        var rows = expected.Select(e =>
        {
            var order = Order(cell.Settings.Steps, cell.Result.Of(e.Method));
            return (e.Method, e.Order, Slope: order, Off: Math.Abs(order.Value - e.Order));
        }).ToList();
        var worst = rows.MaxBy(r => r.Off);
        var detail = CardTable.Of("", rows, ("Method", r => r.Method.PaperName()), ("Order", r => r.Slope), ("Expected", r => r.Order),
            ("As claimed", r => TableCell.YesNo(r.Off <= tolerance)));
        return ClaimOutcome.From(worst.Off <= tolerance, worst.Off,
            note: $"largest distance from the integer order: {worst.Method.PaperName()}",
            detail: detail);
    }

    private static ClaimOutcome Interpolation(PaperResults results)
    {
        var cell = results.Of(Papers.Ghvb.Orders, OrderStudy.IsTable8);
        double[] steps = [.. cell.Settings.Steps.Select(s => (double)s)];
        IReadOnlyList<double> mixed = cell.Result.Of(Ghvb(1.5)).Errors;
        int forty = cell.Settings.Steps.ToList().IndexOf(40);
        double[] at40 = [cell.Result.Of(Ddim).Errors[forty], mixed[forty], cell.Result.Of(Plms(2)).Errors[forty]];
        IReadOnlyList<double> euler = cell.Result.Of(Ddim).Errors, second = cell.Result.Of(Plms(2)).Errors;
        double Late(IReadOnlyList<double> errors) =>
            LogLogFit.ConvergenceOrder(steps.AsSpan(forty + 2, 3), [.. errors.Skip(forty + 2).Take(3)]).Slope.Value;
        double[] orders = [.. new[] { euler, mixed, second }.Select(errors => Math.Log2(errors[forty - 1] / errors[forty]))];
        bool between = at40[1] > Math.Min(at40[0], at40[2]) && at40[1] < Math.Max(at40[0], at40[2]);
        return ClaimOutcome.From(between && orders[0] < orders[1] && orders[1] < orders[2] && Math.Abs(Late(mixed) - Late(second)) < 0.1,
            orders[1], note: $"orders from 20 to 40 steps: {string.Join(", ", orders.Select(NumberText.Format))}; at 160–640: GHVB 1.5 " +
                $"{NumberText.Format(Late(mixed))}, PLMS2 {NumberText.Format(Late(second))}; errors at 40 steps: DDIM " +
                $"{NumberText.Format(at40[0])}, GHVB 1.5 {NumberText.Format(at40[1])}, PLMS2 {NumberText.Format(at40[2])}");
    }
}
