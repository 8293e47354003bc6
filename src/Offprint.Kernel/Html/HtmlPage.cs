using Offprint.Kernel.Notebooks;
namespace Offprint.Kernel.Html;
internal static class HtmlPage { public static string Render(NotebookDocument n, string title) => title + n.Cells.Count; }
