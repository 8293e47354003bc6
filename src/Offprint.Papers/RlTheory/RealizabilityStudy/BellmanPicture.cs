using Offprint.Cards;
using Offprint.Estimators.OffPolicy;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>
/// The theorem as a picture. Family B has two states and one feature: functions are points of a plane, the class is a line through
/// Q^π = 0, and in coordinates √μ(s) q(s) lengths are norms of the data.
/// </summary>
public static class BellmanPicture
{
    private const double Share = 0.9, Discount = 0.9;

    /// <summary>A complete class, an incomplete one, and one at the pole.</summary>
    /// <returns>Three pictures at one scale.</returns>
    internal static PanelFigure ThreeClasses() => new("What the class sees of a Bellman error",
        [OneFeature(0), OneFeature(1), OneFeature(1.3292)], 3)
    {
        Caption = "Two states, φ = (1, y), no rewards: Q^π = 0 lies on the line. The error E runs from TQ to Q; I is TQ's distance to " +
            "the line. β = I/‖E‖ grows until the best fit of TQ is Q itself, and nothing on the line contradicts it.",
    };

    /// <summary>Q = φ, its target and the class for one feature (1, y); m = 0.9 of the data are at the first state.</summary>
    /// <param name="value">y, between −2 and 2.</param>
    /// <returns>The picture, its ends the same for all y.</returns>
    public static LineFigure OneFeature(double value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), 2, nameof(value));
        (double x, double y) root = (Math.Sqrt(Share), Math.Sqrt(1 - Share));
        (double x, double y) q = (root.x, root.y * value), target = (root.x * Discount * value, 0);
        double along = (target.x * q.x + target.y * q.y) / (q.x * q.x + q.y * q.y); // θ of the best fit of TQ
        (double x, double y) fit = (along * q.x, along * q.y);
        LinearInstance instance = RealizabilityInstances.OneFeature(value, Share, Discount);
        OffPolicyFactors factors = BellmanGeometry.Linear(instance.Problem, instance.Features);
        return new($"y = {NumberText.Format(value)}: β = {NumberText.Format(factors.Incompleteness)}",
        [
            new("class {θφ}", [-0.4 * q.x, 1.5 * q.x], [-0.4 * q.y, 1.5 * q.y]) { Color = 7 },
            new("error E, TQ to Q", [target.x, q.x], [target.y, q.y]) { Color = 3 },
            new("I, TQ to the class", [target.x, fit.x], [target.y, fit.y]) { Color = 1, Stroke = Stroke.Dashed },
            Point("Q^π", (0, 0), 2), Point("Q", q, 0), Point("TQ", target, 3), Point("best fit of TQ", fit, 1),
        ])
        {
            X = new("√m q(X)", Low: -0.4, High: 1.5) { EqualAspect = true }, Y = new("√(1 − m) q(Y)", Low: -0.5, High: 0.9),
            Caption = $"I/‖E‖ = {NumberText.Format(Distance(target, fit) / Distance(target, q))}, drawn; β = " +
                $"{NumberText.Format(factors.Incompleteness)}, computed by the library.",
        };
    }

    private static Series Point(string name, (double X, double Y) at, int color) =>
        new(name, [at.X], [at.Y]) { Markers = true, Stroke = Stroke.None, Color = color };

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));
}
