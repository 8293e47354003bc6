using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Figures on conduction and response, drawn from our results.</summary>
internal static class KineticFigures
{
    /// <summary>Figure 4: current–voltage curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: K⁺ alone, and with Na⁺.</returns>
    public static PanelFigure Currents(PaperResults results)
    {
        var panels = results.Of(Papers.InformationStatisticalMechanics.SteadyStates).GroupBy(c => c.Settings.Sodium)
            .Select(group => new LineFigure(group.Key ? "K⁺ and Na⁺" : "K⁺ alone",
        [
            .. group.Select((cell, i) => new Series(
                string.Create(CultureInfo.InvariantCulture, $"{cell.Settings.Left} | {cell.Settings.Right}"),
                [.. cell.Result.Rows.Select(r => r.Voltage)], [.. cell.Result.Rows.Select(r => r.Current)]) { Color = i }),
            new Series("reversal", [.. group.Select(c => c.Result.Reversal)], [.. group.Select(_ => 0.0)]) { Color = 3, Markers = true,
                Stroke = Stroke.None },
        ])
        {
            X = new Axis("voltage u = eV/kT"), Y = new Axis("current [e k₀]"),
            References = [new ReferenceLine(0, ""), .. group.Select(c => c.Result.Nernst).Where(n => n != 0).Select(n => Math.Round(n, 9))
                .Distinct().Select(n => new ReferenceLine(n, "Nernst", Vertical: true))],
        });
        return new PanelFigure("Current–voltage curves", [.. panels], 2)
        { Caption = "Activities left | right. One unit of u is 25.7 mV; with k₀ = 10⁸ s⁻¹ (our choice) a current of 0.1 is 1.6 pA." };
    }

    /// <summary>Figure 5: current against concentration.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Two panels: the current, and the occupancy.</returns>
    public static PanelFigure Saturation(PaperResults results)
    {
        var (alone, both) = (results.Of(Papers.InformationStatisticalMechanics.Saturation, "k"),
            results.Of(Papers.InformationStatisticalMechanics.Saturation, "k-na"));
        double[] c = [.. alone.Settings.Activities];
        Axis across = new("activity c", Logarithmic: true);
        return new PanelFigure("More ions, more current, then less",
        [
            new LineFigure("Current at u = 2",
            [
                new Series("K⁺ alone", c, alone.Result.Potassium), new Series("K⁺ beside Na⁺", c, both.Result.Potassium),
                    new Series("Na⁺ beside K⁺", c, both.Result.Sodium),
            ])
            { X = across, Y = new Axis("current [e k₀]") },
            new LineFigure("Ions inside", [new Series("K⁺ alone", c, alone.Result.Occupancy),
                new Series("K⁺ and Na⁺", c, both.Result.Occupancy)]) { X = across, Y = new Axis("⟨N⟩") },
        ], 2)
        { Caption = "Where the channel is full, an ion can move only after another has left: the current falls." };
    }

    /// <summary>Figure 6: the slope of the current, and what stands for it at equilibrium.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The figure.</returns>
    public static LineFigure Conductance(PaperResults results)
    {
        var rows = results.Of(Papers.InformationStatisticalMechanics.Conductance)[0].Result.Rows;
        double[] u = [.. rows.Select(r => r.Voltage)];
        return new LineFigure("Conductance by three routes",
        [
            new Series("slope dJ/du", u, [.. rows.Select(r => r.Slope)]) { Color = 0 },
            new Series("sum of the causal response", u, [.. rows.Select(r => r.Limit)]) { Color = 0, Stroke = Stroke.None, Markers = true },
            new Series("half the noise", u, [.. rows.Select(r => r.HalfNoise)]) { Color = 1, Stroke = Stroke.Dashed },
        ])
        {
            X = new Axis("voltage u = eV/kT"), Y = new Axis("conductance"), References = [new ReferenceLine(rows[0].Slope, "at rest")],
            Caption = "K⁺ and Na⁺, activities 0.1 at both sides. The three agree at u = 0; under voltage only the causal response " +
                "follows the slope.",
        };
    }

    /// <summary>Figure 7: response matrices of one protocol.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="driving">The protocol.</param>
    /// <returns>Four panels.</returns>
    public static PanelFigure Responses(PaperResults results, Driving driving)
    {
        var cell = results.Of(Papers.InformationStatisticalMechanics.Response, driving.ToString().ToLowerInvariant());
        var result = cell.Result;
        int every = Math.Max(1, result.Causal.Count / 30), shown = every * cell.Settings.Shown, count = result.Causal.Count / every;
        string[] labels = [.. Enumerable.Range(0, count).Select(t => (t * shown).ToString(CultureInfo.InvariantCulture))];
        // The diagonal is some fifty times what lies beside it, and would hide it.
        HeatMap Map(string title, Func<int, int, double> entry) => new(title, labels, labels,
            [.. Enumerable.Range(0, count)
                .Select(t => (IReadOnlyList<double>)[.. Enumerable.Range(0, count)
                .Select(s => t == s ? double.NaN : Channels.Stored(1e5 * entry(t, s), 3))])])
        { X = new Axis("force at s"), Y = new Axis("charge at t"), ValueLabel = "10⁵ R" };
        double Equilibrium(int t, int s) => s > t ? 0 : result.Equilibrium[(t - s) * shown];
        double[] time = [.. Enumerable.Range(0, result.Lambda.Count).Select(t => (double)t)];
        return new PanelFigure($"Response under driving: {driving.ToString().ToLowerInvariant()}",
        [
            new LineFigure("Force and mean charge", [new Series("λ", time, result.Lambda),
                new Series("10 ⟨j⟩/dt", time, [.. result.Charges.Select(j => 10 * j)])]) { X = new Axis("step t") },
            Map("Causal response, exact", (t, s) => result.Causal[t * every][s * every]),
            Map("Causal minus equilibrium response", (t, s) => result.Causal[t * every][s * every] - Equilibrium(t, s)),
            Map("Tilted ensemble: symmetric, not causal", (t, s) => result.Tilted[t * every][s * every]),
        ], 2)
        {
            Caption = $"Entries off the diagonal, one step in {shown}. Finite differences agree with the causal matrix to " +
                $"{NumberText.Format(result.CausalError)} of its largest entry " +
                $"and are {NumberText.Format(result.Future)} above the diagonal; the equilibrium response is off by " +
                    $"{NumberText.Format(result.EquilibriumError)} of the largest entry shown.",
        };
    }

    /// <summary>Figure 8: the transient current after a voltage step.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a first voltage.</returns>
    public static PanelFigure Transients(PaperResults results)
    {
        var panels = results.Of(Papers.InformationStatisticalMechanics.VoltageStep)
            .Select(cell => new LineFigure($"u from {cell.Settings.From} to {cell.Settings.From + cell.Settings.Rise}",
        [
            new Series("exact", cell.Result.Times, cell.Result.Exact) { Color = 0 },
            new Series("twice half the step", cell.Result.Times, cell.Result.HalfRise) { Color = 0, Stroke = Stroke.Dotted },
            new Series("causal response", cell.Result.Times, cell.Result.Causal) { Color = 1, Stroke = Stroke.Dashed },
            new Series("equilibrium response", cell.Result.Times, cell.Result.Equilibrium) { Color = 2, Stroke = Stroke.Dashed },
        ])
        { X = new Axis("time [1/k₀]"), Y = new Axis("change of the current") });
        return new PanelFigure("The current after a small rise of the voltage", [.. panels], 2)
        { Caption = "The exact curve is nonlinear in the step; its half step, doubled, lies closer to linear response. At u = 0 the two " +
            "responses are one." };
    }

    /// <summary>The response of a Langevin equation.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A panel a force.</returns>
    public static PanelFigure Langevin(PaperResults results)
    {
        var panels = results.Of(Papers.InformationStatisticalMechanics.Langevin).Select(cell =>
        {
            var result = cell.Result;
            int[] shown = [.. Enumerable.Range(0, result.Times.Count).Where(s => s % 4 == 3)];
            var scores = shown.Select(s => Statistics.MeanInterval.StudentT([.. result.Score.Select(run => run[s])])).ToList();
            double[] times = [.. shown.Select(s => result.Times[s])];
            return new LineFigure(cell.Settings.Force == Force.Well ? "harmonic well, equilibrium" : "tilted washboard, driven",
            [
                new Series("½⟨A (Δx − D f dt)⟩", times, [.. scores.Select(e => e.Value)])
                { Low = [.. scores.Select(e => e.Interval.Low)], High = [.. scores.Select(e => e.Interval.High)], Markers = true,
                    Stroke = Stroke.None, Color = 1 },
                new Series("derivative of each path", result.Times, result.Tangent) { Color = 0 },
                new Series("equilibrium formula", result.Times, result.Equilibrium) { Color = 2, Stroke = Stroke.Dashed },
            ])
            { X = new Axis("time since the force, T − s"), Y = new Axis("∂⟨x_T⟩/∂f_s per unit time") };
        });
        return new PanelFigure("Response without perturbing", [.. panels], 2)
        { Caption = "Mean and 95 % t interval over seeds. The equilibrium formula reads the response off the correlations alone; it " +
            "holds in the well only." };
    }
}
