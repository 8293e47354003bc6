using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace Offprint.Kernel.Html;

/// <summary>Style and scripts of exported pages.</summary>
internal static class PageAssets
{
    public static string Style => Read("page.css");

    public static string Script => Read("page.js");

    /// <summary>KaTeX's style sheet, which must be there before its script draws.</summary>
    public static string KatexStyle => Unpack("katex.min.css.gz");

    /// <summary>Mermaid itself, for a page that draws at once.</summary>
    public static string MermaidScript => Unpack("mermaid.min.js.gz");

    /// <summary>A library as an inert element that <c>page.js</c> unpacks.</summary>
    public static string Bundled(string name)
    {
        using Stream stream = name == "plotly" ? Plotly() : Open($"{name}.min.js.gz");
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return $"<script type=\"application/octet-stream\" " +
            $"id=\"asset-{name}\">{Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length)}</script>\n";
    }

    /// <summary>The version that figures were made for: the one inside Plotly.NET.</summary>
    private static MemoryStream Plotly()
    {
        Assembly assembly = Assembly.Load("Plotly.NET");
        string name = assembly.GetManifestResourceNames().First(n => n.EndsWith(".min.js", StringComparison.Ordinal));
        MemoryStream packed = new();
        using (Stream script = assembly.GetManifestResourceStream(name)!)
        using (GZipStream zip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
            script.CopyTo(zip);
        packed.Position = 0;
        return packed;
    }

    private static string Unpack(string name)
    {
        using GZipStream stream = new(Open(name), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static string Read(string name)
    {
        using StreamReader reader = new(Open(name), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) =>
        typeof(PageAssets).Assembly.GetManifestResourceStream($"Offprint.Kernel.Html.Assets.{name}")!;
}
