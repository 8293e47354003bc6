using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Figures on conduction and response, drawn from our results.</summary>
internal static class KineticFigures
{
    /// <summary>Colors of pairs of baths, which no species has.</summary>
    private static readonly int[] s_baths = [10, 11, 5];

    /// <summary>Figure 4: current–voltage curves.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>Three panels: K⁺ alone, with Na⁺ in the same baths, and with Na⁺ in baths of its own.</returns>
    public static PanelFigure Currents(PaperResults results)
    {
        var cells = results.Of(Papers.InformationStatisticalMechanics.SteadyStates);
        var panels = cells.Where(c => c.Settings.SodiumBoth is null).GroupBy(c => c.Settings.Sodium)
            .Select(group => new LineFigure(group.Key ? "K⁺ and Na⁺, same baths" : "K⁺ alone",
        [
            .. group.Select((cell, i) => new Series(
                string.Create(CultureInfo.InvariantCulture, $"{cell.Settings.Left} | {cell.Settings.Right}"),
                [.. cell.Result.Rows.Select(r => r.Voltage)], [.. cell.Result.Rows.Select(r => r.Current)])
            { Color = s_baths[i], Stroke = i == 1 ? Stroke.Dashed : Stroke.Solid }),
            Reversal([.. group.Select(c => c.Result.Reversal)]),
        ])
        {
            X = new Axis("voltage u = eV/kT"), Y = new Axis(group.Key ? "" : "current [e k₀]", Low: -0.5, High: 0.7),
            References = [new ReferenceLine(0, ""), .. group.Select(c => c.Result.Nernst).Where(n => n != 0).Select(n => Math.Round(n, 9))
                .Distinct().Select(n => new ReferenceLine(n, "Nernst", Vertical: true))],
        });
        return new PanelFigure("Current–voltage curves", [.. panels, Mixed(cells.Single(c => c.Settings.SodiumBoth is not null))], 3)
        { Caption = "Activities left | right; in the last panel K⁺ 0.1 | 0.01 and Na⁺ 0.1 | 0.1, with the Nernst potential of each. Two " +
            "of the curves nearly coincide. One unit of u is 25.7 mV; with k₀ = 10⁸ s⁻¹ (our choice) a current of 0.1 is 1.6 pA." };
    }

    /// <summary>Two species with two Nernst potentials: the current reverses at neither.</summary>
    private static LineFigure Mixed(CellResult<SteadyStateSettings, SteadyStateResult> cell)
    {
        double[] u = [.. cell.Result.Rows.Select(r => r.Voltage)];
        return new("K⁺ and Na⁺, baths apart",
        [
            new Series("K⁺", u, [.. cell.Result.Rows.Select(r => r.Potassium)]) { Color = ChannelColors.Potassium },
            new Series("Na⁺", u, [.. cell.Result.Rows.Select(r => r.Sodium)]) { Color = ChannelColors.Sodium },
            new Series("both", u, [.. cell.Result.Rows.Select(r => r.Current)]) { Color = ChannelColors.Exact, Stroke = Stroke.Dashed },
            Reversal([cell.Result.Reversal]),
        ])
        {
            X = new Axis("voltage u = eV/kT"), Y = new Axis("", Low: -0.5, High: 0.7),
            References = [new ReferenceLine(0, ""), new ReferenceLine(cell.Result.Nernst, "K⁺", Vertical: true),
                new ReferenceLine(0, "Na⁺", Vertical: true)],
        };
    }

    private static Series Reversal(double[] voltages) => new("reversal", voltages, new double[voltages.Length])
    { Color = ChannelColors.Guide, Markers = true, Stroke = Stroke.None };

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
                new Series("K⁺ alone", c, alone.Result.Potassium) { Color = ChannelColors.Potassium },
                new Series("K⁺ beside Na⁺", c, both.Result.Potassium) { Color = ChannelColors.Potassium, Stroke = Stroke.Dashed },
                new Series("Na⁺ beside K⁺", c, both.Result.Sodium) { Color = ChannelColors.Sodium, Stroke = Stroke.Dashed },
            ])
            { X = across, Y = new Axis("current [e k₀]") },
            new LineFigure("Ions inside", [new Series("K⁺ alone", c, alone.Result.Occupancy) { Color = ChannelColors.Potassium },
                new Series("both", c, both.Result.Occupancy) { Color = ChannelColors.Exact, Stroke = Stroke.Dashed }])
            { X = across, Y = new Axis("⟨N⟩") },
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
            new Series("slope dJ/du", u, [.. rows.Select(r => r.Slope)]) { Color = ChannelColors.Exact },
            new Series("sum of the causal response", u, [.. rows.Select(r => r.Limit)])
            { Color = ChannelColors.Causal, Stroke = Stroke.None, Markers = true },
            new Series("half the noise", u, [.. rows.Select(r => r.HalfNoise)]) { Color = ChannelColors.Sampled, Stroke = Stroke.Dashed },
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
        HeatMap Map(string title, Func<int, int, double> entry, int power = 5, string symbol = "R") => new(title, labels, labels,
            [.. Enumerable.Range(0, count)
                .Select(t => (IReadOnlyList<double>)[.. Enumerable.Range(0, count)
                .Select(s => t == s ? double.NaN : Channels.Stored(Math.Pow(10, power) * entry(t, s), 3))])])
        {
            X = new Axis("force at s") { EqualAspect = true }, Y = new Axis("charge at t"),
            ValueLabel = $"10{NumberText.Superscript(power)} {symbol}",
        };
        double Equilibrium(int t, int s) => s > t ? 0 : result.Equilibrium[(t - s) * shown];
        double[] time = [.. Enumerable.Range(0, result.Lambda.Count).Select(t => (double)t)];
        return new PanelFigure($"Response under driving: {driving.ToString().ToLowerInvariant()}",
        [
            new LineFigure("Force and mean charge", [new Series("λ", time, result.Lambda) { Color = ChannelColors.Guide },
                new Series("10 ⟨j⟩/dt", time, [.. result.Charges.Select(j => Math.Round(10 * j, 12))]) { Color = ChannelColors.Exact }])
            { X = new Axis("step t") },
            Map("Causal response, exact", (t, s) => result.Causal[t * every][s * every]),
            // Under driving the response changes by a hundredth: a scale of its own shows where.
            Map("Causal minus equilibrium response", (t, s) => result.Causal[t * every][s * every] - Equilibrium(t, s), 7, "ΔR"),
            Map("Tilted ensemble: symmetric, not causal", (t, s) => result.Tilted[t * every][s * every]),
        ], 2)
        {
            Caption = $"Entries off the diagonal, one step in {shown}. Finite differences agree with the causal matrix to " +
                $"{NumberText.Prose(result.CausalError)} of its largest entry " +
                $"and are {NumberText.Prose(result.Future)} above the diagonal; the equilibrium response is off by " +
                $"{NumberText.Prose(result.EquilibriumError)} of the largest entry shown. The difference has a scale of its own.",
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
            new Series("exact", cell.Result.Times, cell.Result.Exact) { Color = ChannelColors.Exact },
            new Series("twice half the step", cell.Result.Times, cell.Result.HalfRise)
            { Color = ChannelColors.Exact, Stroke = Stroke.Dotted },
            new Series("causal response", cell.Result.Times, cell.Result.Causal) { Color = ChannelColors.Causal, Stroke = Stroke.Dashed },
            new Series("equilibrium response", cell.Result.Times, cell.Result.Equilibrium)
            { Color = ChannelColors.Equilibrium, Stroke = Stroke.Dashed },
        ])
        { X = new Axis("time [1/k₀]", Low: 0, High: 8), Y = new Axis("change of the current", Low: 0.0355, High: 0.0428) });
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
                    Stroke = Stroke.None, Color = ChannelColors.Causal },
                new Series("derivative of each path", result.Times, result.Tangent) { Color = ChannelColors.Exact },
                new Series("equilibrium formula", result.Times, result.Equilibrium)
                { Color = ChannelColors.Equilibrium, Stroke = Stroke.Dashed },
            ])
            { X = new Axis("time since the force, T − s"), Y = new Axis("∂⟨x_T⟩/∂f_s per unit time") };
        });
        return new PanelFigure("Response without perturbing", [.. panels], 2)
        { Caption = "Mean and 95 % t interval over seeds. The equilibrium formula reads the response off the correlations alone; it " +
            "holds in the well only." };
    }
}
