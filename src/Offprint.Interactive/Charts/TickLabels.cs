namespace Offprint.Interactive.Charts;

/// <summary>Room that text takes in a chart, estimated: the text is measured only where it is drawn.</summary>
internal static class TickLabels
{
    private const double CharacterWidth = 6.9;

    // The estimate is generous, so that margins hold; labels side by side may come closer.
    private const double Narrow = 0.9;
    private const double SlantedSine = 0.5736;

    public static double Width(string text) => CharacterWidth * text.Length;

    public static double Widest(IEnumerable<string> labels) => labels.Select(Width).DefaultIfEmpty(0).Max();

    /// <summary>A round number at a tick: in full where it is short, else times a power of ten.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (size is 0 or >= 1e-4 and < 1e6)
            return value.ToString("0.######", CultureInfo.InvariantCulture);
        int power = (int)Math.Floor(Math.Log10(size) + 1e-9);
        return string.Create(CultureInfo.InvariantCulture, $"{value / Math.Pow(10, power):0.##}×10<sup>{power}</sup>");
    }

    /// <summary>Labels that do not fit side by side are slanted; of numbers every n-th is shown instead.</summary>
    public static int Angle(IReadOnlyList<string> labels, double width) => Fits(labels, width, 1) || AreNumbers(labels) ? 0 : -35;

    /// <summary>n, where every n-th label of the axis is shown.</summary>
    public static int Step(IReadOnlyList<string> labels, double width)
    {
        int step = 1;
        while (AreNumbers(labels) && step < labels.Count && !Fits(labels, width, step))
            step++;
        return step;
    }

    private static bool Fits(IReadOnlyList<string> labels, double width, int step) =>
        labels.Count == 0 || (Narrow * Widest(labels)) + 8 <= step * width / labels.Count;

    private static bool AreNumbers(IReadOnlyList<string> labels) =>
        labels.All(label => double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>The height of the labels under an axis.</summary>
    public static double Height(IReadOnlyList<string> labels, double width) =>
        Angle(labels, width) == 0 ? 16 : 16 + (SlantedSine * Widest(labels));

    /// <summary>Breaks text into lines of at most so many characters where it can.</summary>
    public static IReadOnlyList<string> Wrap(string text, int length)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > length)
            {
                lines.Add(line);
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }
}
