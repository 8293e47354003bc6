using Offprint.Cards;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>Singular values against λ: median and band over paths.</summary>
internal static class SingularValuePanel
{
    public static LineFigure Of(string title, DimensionRow row)
    {
        var schedule = new VpLinearSchedule();
        double[] lambda = [.. row.Times.Select(schedule.Lambda)];
        int d = row.Quantiles[0].Count / 3;
        var series = Enumerable.Range(0, d)
            .Select(i => new Series($"value {i + 1}", lambda, At(3 * i + 1)) { Low = At(3 * i), High = At(3 * i + 2), Color = i });
        var noise = new Series("σ_t", lambda, [.. row.Times.Select(schedule.Sigma)]) { Stroke = Stroke.Dashed, Color = 6 };
        return new LineFigure(title, [.. series, noise])
        { X = new Axis("λ"), Y = new Axis("singular value", Logarithmic: true, Low: 5e-3, High: 5) };

        double[] At(int column) => [.. row.Quantiles.Select(q => q[column])];
    }
}
