namespace Offprint.Interactive.Rendering;

/// <summary>The few rules that cards need, all under one class, so that they touch nothing else on the page.</summary>
/// <remarks>
/// Text takes the page's color and lines are half transparent, so that both suit any theme; only the colors of success and failure
/// differ between light and dark, by the marks that JupyterLab, VS Code and Offprint's own pages leave on the document. The class is
/// named several times where a page's own rules for tables and lists, as JupyterLab and nbconvert have them, must not win.
/// </remarks>
internal static class StyleSheet
{
    public const string Element = "<style>" + Rules + "</style>";

    private const string Rules =
        ".offprint{--op-good:#14733b;--op-bad:#b3261e;--op-line:rgba(128,134,139,.35);line-height:1.45;max-width:60em;margin:.4em 0}" +
        "[data-jp-theme-light=false] .offprint,.vscode-dark .offprint,.vscode-high-contrast .offprint,[data-theme=dark] .offprint" +
        "{--op-good:#5bd18b;--op-bad:#ff8a80}" +
        ".offprint.offprint a{color:inherit;text-decoration:underline}" +
        "@media (prefers-color-scheme:dark){.offprint-page .offprint{--op-good:#5bd18b;--op-bad:#ff8a80}}" +
        ".offprint .op-title{font-size:1.15em;font-weight:600}" +
        ".offprint .op-soft,.offprint .op-note,.offprint .op-iv,.offprint .op-unit{opacity:.68}" +
        ".offprint .op-note{font-size:.9em;margin:.35em 0}" +
        ".offprint.offprint dl{display:grid;grid-template-columns:max-content 1fr;gap:.15em 1.2em;margin:.5em 0}" +
        ".offprint.offprint dt{opacity:.68;font-weight:400;margin:0;padding:0;display:block;float:none;width:auto}" +
        ".offprint.offprint dd{margin:0;padding:0;display:block;float:none;width:auto;overflow-wrap:anywhere}" +
        ".offprint .op-scroll{overflow-x:auto;margin:.6em 0}" +
        ".offprint.offprint.offprint table{border-collapse:collapse;border:0;margin:0;width:auto;" +
        "table-layout:auto;color:inherit;font-size:.95em;font-variant-numeric:tabular-nums}" +
        ".offprint.offprint.offprint caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .3em;color:inherit}" +
        ".offprint.offprint.offprint table thead tr{border-bottom:1px solid var(--op-line)}" +
        ".offprint.offprint.offprint table tbody tr:nth-child(n){background:none;border-bottom:1px solid var(--op-line)}" +
        ".offprint.offprint.offprint table th,.offprint.offprint.offprint table td{" +
        "text-align:left;vertical-align:baseline;padding:.28em .75em;border:0;min-width:0;max-width:32em;" +
        "white-space:normal;word-break:normal;overflow-wrap:break-word}" +
        ".offprint.offprint.offprint table tbody th{font-weight:400}" +
        ".offprint.offprint.offprint table th.op-n,.offprint.offprint.offprint table td.op-n{text-align:right;white-space:nowrap}" +
        ".offprint .op-iv,.offprint .op-unit{font-size:.85em;font-weight:400}" +
        ".offprint .op-detail{opacity:.68;font-size:.85em;font-weight:400;white-space:normal;overflow-wrap:anywhere}" +
        ".offprint.offprint.offprint table th.op-wide{min-width:26em}.offprint table td.op-n .op-detail{min-width:9em}" +
        ".offprint .op-good{color:var(--op-good);font-weight:600}.offprint .op-bad{color:var(--op-bad);font-weight:600}" +
        ".offprint .op-strong{font-weight:600}" +
        ".offprint .op-figure{background:#fff;color:#222;max-width:760px;margin:.6em 0;overflow-x:auto}" +
        ".offprint .op-figure img{display:block;max-width:100%;height:auto}" +
        ".offprint .op-slider{display:flex;gap:.8em;align-items:center;max-width:760px;margin:.4em 0}" +
        ".offprint .op-slider input{flex:1}.offprint .op-slider output{min-width:4em;font-weight:600}" +
        ".offprint .op-bar{height:.5em;max-width:30em;border-radius:.25em;background:var(--op-line);overflow:hidden;margin:.3em 0}" +
        ".offprint .op-bar div{height:100%;background:#0072b2}";
}
