namespace Offprint.Interactive;

/// <summary>The forms in which objects are shown.</summary>
public static class MimeTypes
{
    /// <summary>HTML, complete in itself: no network, no scripts needed.</summary>
    public const string Html = "text/html";

    /// <summary>Plain text, for terminals.</summary>
    public const string Text = "text/plain";

    /// <summary>A Plotly chart: an object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>JSON, by which cells in other languages get a value.</summary>
    public const string Json = "application/json";

    /// <summary>A picture, in base64.</summary>
    public const string Png = "image/png";
}
