using Plotly.NET;

namespace Offprint.Interactive;

/// <summary>The plotly.js that Plotly.NET carries, for pages that must work without a network.</summary>
public static class PlotlyScript
{
    private const string Prefix = "Plotly.NET.plotly-";
    private const string Suffix = ".min.js";

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The version, for example <c>2.28.0</c>.</summary>
    public static string Version { get; } = Resource[Prefix.Length..^Suffix.Length];

    /// <summary>The library's text, about 3.6 million characters; it may stand inside a <c>script</c> element as it is.</summary>
    public static string Text => Loaded.Value;

    private static string Resource => typeof(GenericChart).Assembly.GetManifestResourceNames()
        .Single(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal));

    private static string Load()
    {
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
