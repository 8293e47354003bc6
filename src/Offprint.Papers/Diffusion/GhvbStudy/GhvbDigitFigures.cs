using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Statistics;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>The paper's figures and tables on a learned model, drawn from our results on digits.</summary>
internal static class GhvbDigitFigures
{
    /// <summary>Figures 9 and 10: a measure against the number of steps, a panel a guidance scale.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="measure">Takes the values of the seeds from a row.</param>
    /// <param name="label">The measure's name.</param>
    /// <param name="logarithmic">Whether its axis is logarithmic.</param>
    /// <returns>Two panels.</returns>
    public static PanelFigure Curves(PaperResults results, Func<DigitRow, IReadOnlyList<double>> measure, string label,
        bool logarithmic = false)
    {
        var panels = results.Of(Papers.Ghvb.Digits).GroupBy(c => c.Settings.Scale).OrderBy(g => g.Key)
            .Select(group => new LineFigure($"guidance {group.Key}",
            [.. group.Where(c => DigitSampling.Methods.Contains(c.Settings.Method)).Select(cell =>
                SeedSeries.Of(cell.Settings.Method.PaperName(), cell.Result.Rows.Select(r => ((double)r.Steps, measure(r)))))])
        { X = new Axis("steps"), Y = new Axis(label, logarithmic) });
        var first = results.Of(Papers.Ghvb.Digits)[0];
        return new PanelFigure($"{label} of sampled digits", [.. panels], 2)
        { Caption = $"Mean and 95 % t interval over {first.Cell.Seeds.Count} seeds of {first.Settings.Images} images; all methods " +
            $"start from the same noise." };
    }

    /// <summary>Tables 1 and 2: Fréchet distances by method and steps.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="scale">The guidance scale.</param>
    /// <returns>The table; the best of each column is set off.</returns>
    public static CardTable FrechetTable(PaperResults results, double scale)
    {
        var cells = results.Of(Papers.Ghvb.Digits).Where(c => c.Settings.Scale == scale).ToList();
        var best = Enumerable.Range(0, cells[0].Settings.Steps.Count).Select(i => cells.Min(c => c.Result.Rows[i].Frechet.Average()))
            .ToList();
        return CardTable.Of($"Fréchet distance of digit features at guidance {scale}", cells,
        [
            ("Method", cell => cell.Settings.Method.PaperName()),
            .. cells[0].Settings.Steps.Select((steps, i) => (new TableColumn($"{steps} steps"),
                (Func<CellResult<DigitSamplingSettings, DigitSamplingResult>, TableCell>)(cell =>
                {
                    var frechet = Row(cell, steps).Frechet;
                    return ((TableCell)MeanInterval.StudentT([.. frechet])).With(frechet.Average() == best[i] ? Emphasis.Good
                        : Emphasis.None);
                }))),
        ]) with
        { Note = $"Mean and 95 % t interval over {cells[0].Cell.Seeds.Count} seeds of {cells[0].Settings.Images} images. As many real " +
            $"digits have {NumberText.Format(cells[0].Result.RealFrechet)}." };
    }

    /// <summary>Figures 16 and 17: the same noise through each method.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="scale">The guidance scale.</param>
    /// <param name="methods">The methods, one row each.</param>
    /// <returns>A row a method, a column a digit.</returns>
    public static ImageGrid Samples(PaperResults results, int steps, double scale, params SolverOptions[] methods)
    {
        var cells = results.Of(Papers.Ghvb.Digits).Where(c => c.Settings.Scale == scale
            && methods.Contains(c.Settings.Method)).ToList();
        return new ImageGrid($"The same noise through each method: {steps} steps, guidance {scale}",
            [.. cells.SelectMany(c => Images(Row(c, steps).Samples, 28))], 10)
        { RowLabels = [.. cells.Select(c => c.Settings.Method.PaperName())],
            ColumnLabels = [.. Enumerable.Range(0, 10).Select(d => d.ToString(CultureInfo.InvariantCulture))] };
    }

    /// <summary>Figure 3: samples of two methods above their magnitude maps.</summary>
    /// <param name="results">The paper's results.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="scale">The guidance scale.</param>
    /// <param name="methods">The methods.</param>
    /// <returns>Two rows a method: images, and pooled magnitudes (white is |z| = 6 or more).</returns>
    public static ImageGrid MagnitudeMaps(PaperResults results, int steps, double scale, params SolverOptions[] methods)
    {
        var images = new List<GridImage>();
        var labels = new List<string>();
        foreach (SolverOptions method in methods)
        {
            var row = Row(results.Of(Papers.Ghvb.Digits).Single(c => c.Settings.Method == method && c.Settings.Scale == scale), steps);
            images.AddRange(Images(row.Samples, 28));
            images.AddRange(Images([.. row.Maps.Select(z => (byte)Math.Clamp(255 * z / 6, 0, 255))], 7).Select(map => Enlarge(map, 4)));
            labels.AddRange([method.PaperName(), "magnitude"]);
        }
        return new ImageGrid($"Samples and their magnitude maps: {steps} steps, guidance {scale}", images, 10) { RowLabels = labels };
    }

    /// <summary>Table 9: seconds an image.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>The table.</returns>
    public static CardTable Times(PaperResults results)
    {
        var cell = results.Of(Papers.Ghvb.Time)[0];
        double alone = cell.Result.NetworkAlone.Fastest;
        return CardTable.Of("Time at equal network evaluations", cell.Result.Times, ("Method", t => t.Label),
            (new TableColumn("Fastest", "ms an image"), t => 1000 * t.Fastest),
            (new TableColumn("Median", "ms an image"), t => 1000 * t.Seconds.Order().ElementAt(t.Seconds.Count / 2)),
            (new TableColumn("Beyond the network", "%"), t => 100 * (t.Fastest / alone - 1))) with
        { Note = $"{cell.Settings.Steps} steps, guided, batches of {cell.Settings.Batch}, one thread of {cell.Provenance.Processor}; " +
            $"{cell.Settings.Rounds} rounds in turns. The last column compares fastest rounds: other programs only add time." };
    }

    private static DigitRow Row(CellResult<DigitSamplingSettings, DigitSamplingResult> cell, int steps) =>
        cell.Result.Rows.Single(r => r.Steps == steps);

    private static IEnumerable<GridImage> Images(byte[] pixels, int side) =>
        pixels.Chunk(side * side).Select(image => new GridImage(side, side, image));

    private static GridImage Enlarge(GridImage image, int factor)
    {
        int side = image.Width * factor;
        byte[] pixels = new byte[side * side];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = image.Pixels[i / side / factor * image.Width + i % side / factor];
        return new GridImage(side, side, pixels);
    }
}
