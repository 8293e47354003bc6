using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Notebooks;

/// <summary>How much of what a cell shows: what must be equal on every engine, whatever the bytes are.</summary>
/// <param name="Errors">Errors.</param>
/// <param name="Figures">Figures of any kind.</param>
/// <param name="Tables">Tables of data.</param>
/// <param name="Claims">Rows of tables of claims.</param>
internal sealed partial record OutputKinds(int Errors, int Figures, int Tables, int Claims)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    public static OutputKinds None { get; } = new(0, 0, 0, 0);

    public static OutputKinds Of(NotebookCell cell) => cell.Outputs.OfType<JsonObject>().Select(Of).Aggregate(None, (a, b) => a + b);

    public static OutputKinds operator +(OutputKinds a, OutputKinds b) =>
        new(a.Errors + b.Errors, a.Figures + b.Figures, a.Tables + b.Tables, a.Claims + b.Claims);

    public override string ToString() => string.Join(", ", new[]
    {
        Count(Errors, "error"), Count(Figures, "figure"), Count(Tables, "table"), Count(Claims, "claim"),
    }.Where(text => text.Length > 0).DefaultIfEmpty("nothing of these"));

    private static OutputKinds Of(JsonObject output)
    {
        if ((string?)output["output_type"] == "error")
            return None with { Errors = 1 };
        string html = output["data"]?[MimeBundle.Html] is { } text ? MultilineText.Read(text) : "";
        int figures = Figure().Count(html);
        return new(0, figures == 0 && output["data"]?[Plotly] is not null ? 1 : figures, Table().Count(html),
            Claim().Matches(html).Sum(claims => Row().Count(claims.Value)));
    }

    private static string Count(int count, string what) => count switch { 0 => "", 1 => $"1 {what}", _ => $"{count} {what}s" };

    [GeneratedRegex("class=\"op-figure\"")]
    private static partial Regex Figure();

    [GeneratedRegex("<table[ >]")]
    private static partial Regex Table();

    [GeneratedRegex("<caption>Claims</caption>.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Claim();

    [GeneratedRegex("(?<=<tbody>|</tr>)<tr>")]
    private static partial Regex Row();
}
