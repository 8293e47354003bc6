using Offprint.Experiments;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive;

/// <summary>A state of progress, as it is shown.</summary>
internal sealed record ProgressView(RunProgress Progress)
{
    private const int BarLength = 24;

    public string ToHtml()
    {
        string share = (100 * Progress.Fraction).ToString("0.#", CultureInfo.InvariantCulture);
        return StyleSheet.Element +
            $"<div class=\"offprint\" role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\"100\" aria-valuenow=\"{share}\">"
            + $"<div><span class=\"op-strong\">{HtmlText.Encode(Progress.Stage)}</span> {HtmlText.Encode(Counts)}</div>"
            + $"<div class=\"op-bar\"><div style=\"width:{share}%\"></div></div>"
            + $"<div class=\"op-note\">{HtmlText.Encode(Times)}</div></div>";
    }

    public string ToText()
    {
        int full = (int)Math.Round(Progress.Fraction * BarLength);
        return $"{Progress.Stage} [{new string('█', full)}{new string('░', BarLength - full)}] {Counts} · {Times}";
    }

    private string Counts =>
        $"{100 * Progress.Fraction:0} % ({Cards.NumberText.Format(Rounded(Progress.Done))} of " +
            $"{Cards.NumberText.Format(Rounded(Progress.Total))})";

    private string Times
    {
        get
        {
            string text = $"{Clock(Progress.Elapsed)} elapsed";
            if (Progress.Fraction < 1 && Progress.Remaining is { } left)
                text += $", about {Clock(left)} left";
            return Progress.Detail is { Length: > 0 } detail ? $"{text} · {detail}" : text;
        }
    }

    private static double Rounded(double work) => Math.Abs(work) >= 10 ? Math.Round(work) : Math.Round(work, 1);

    /// <summary>Minutes and seconds; with hours where there are any.</summary>
    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
