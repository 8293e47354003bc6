using Microsoft.AspNetCore.Html;

namespace Offprint.Kernel.Cells;

/// <summary>The functions that every C# cell can call, under the names that .NET Interactive gave them.</summary>
public static class CellFunctions
{
    /// <summary>Shows a value in the cell's output.</summary>
    /// <param name="value">The value; may be null.</param>
    /// <param name="mimeTypes">The forms to show, such as <c>text/html</c>; those its type prefers when none is given.</param>
    /// <returns>A handle whose <see cref="DisplayedValue.Update"/> replaces the value in its place.</returns>
#pragma warning disable IDE1006 // The name that notebooks use.
    public static DisplayedValue display(object? value, params string[] mimeTypes) => new(CellHost.Current.Show(value, mimeTypes));
#pragma warning restore IDE1006

    /// <summary>Shows a value in the cell's output.</summary>
    /// <param name="value">The value; may be null.</param>
    /// <param name="mimeTypes">The forms to show, such as <c>text/html</c>; those its type prefers when none is given.</param>
    /// <returns>A handle whose <see cref="DisplayedValue.Update"/> replaces the value in its place.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => new(CellHost.Current.Show(value, mimeTypes));

    /// <summary>Shows text that is in a MIME type's format already, such as an SVG picture or HTML.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its MIME type.</param>
    public static void DisplayAs(this string value, string mimeType) => CellHost.Current.ShowFormatted(value, mimeType);

    /// <summary>Text that is HTML: displayed or returned, it is shown as such.</summary>
    /// <param name="content">The HTML.</param>
    /// <returns>The HTML as a value.</returns>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs JavaScript in the page that shows the notebook.</summary>
    /// <param name="script">The script, without <c>script</c> tags.</param>
    public static void Javascript(string script) => DisplayAs($"<script type=\"text/javascript\">{script}</script>", "text/html");
}
