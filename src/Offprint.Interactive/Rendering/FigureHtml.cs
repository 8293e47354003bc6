using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Offprint.Cards;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Pictures;

namespace Offprint.Interactive.Rendering;

/// <summary>A chart as HTML: its picture, which becomes interactive on pages that have Plotly.</summary>
/// <remarks>
/// plotly.js has 3.6 MB and so is not part of this HTML. A page that has it as <c>window.Plotly</c>, before this HTML or once it is loaded,
/// gets the live chart; any other page, and any viewer without scripts, keeps the picture. Nothing is fetched from a network. Where the
/// text around it is bright, as on dark pages, the live chart has no paper and bright ink; the picture keeps its white one.
/// </remarks>
internal static class FigureHtml
{
    private const string Script = """
        (function(){
        function draw(){
        if(!window.Plotly){return false;}
        document.querySelectorAll('.op-figure[data-chart]').forEach(function(box){
        var packed=Uint8Array.from(atob(box.getAttribute('data-chart')),function(c){return c.charCodeAt(0);});
        box.removeAttribute('data-chart');
        new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text().then(function(text){
        var tones=getComputedStyle(box.parentElement).color.match(/[\d.]+/g).map(Number);
        if(tones[0]+tones[1]+tones[2]>384){
        [['white','rgba(0,0,0,0)'],['#222222','#e3e3e3'],['#3C4043','#bdc1c6'],['#5F6368','#9aa0a6'],['#E9EAEE','rgba(128,134,139,.3)'],
        ['rgba(255,255,255,0.8)','rgba(0,0,0,.5)']]
        .forEach(function(t){text=text.replaceAll('"'+t[0]+'"','"'+t[1]+'"');});
        box.style.background='none';box.style.color='inherit';}
        var chart=JSON.parse(text);
        var live=document.createElement('div');
        box.appendChild(live);
        return window.Plotly.newPlot(live,chart.data,chart.layout,chart.config).then(function(){
        Array.from(box.children).forEach(function(c){if(c!==live){c.remove();}});});});});
        return true;}
        if(!draw()){window.addEventListener('load',draw,{once:true});}
        })();
        """;

    public static string Render(Figure figure) => (figure is AnimationFigure animation ? AnimationHtml.Render(animation) : "") + Render(
        ChartCache.Json(figure), string.Join(". ", new[] { figure.Title, figure.Caption }.Where(text => text is { Length: > 0 })));

    /// <summary>Renders a chart given as Plotly's JSON.</summary>
    public static string Render(string chart, string alternative)
    {
        var html = new StringBuilder("<div class=\"op-figure\" data-id=\"").Append(Id(chart));
        html.Append("\" data-chart=\"").Append(Pack(chart)).Append("\">");
        if (ChartPictures.Default.Draw(chart) is { } picture)
        {
            html.Append("<img width=\"").Append(picture.ChartWidth.ToString(CultureInfo.InvariantCulture));
            html.Append("\" alt=\"").Append(HtmlText.Encode(alternative));
            html.Append("\" src=\"data:image/webp;base64,").Append(Convert.ToBase64String(picture.WebP)).Append("\"/>");
        }
        else
        {
            html.Append("<p class=\"op-note\">").Append(HtmlText.Encode(alternative)).Append(". ");
            html.Append(HtmlText.Encode(ChartPictures.Default.TakeNote() ?? "No picture was stored.")).Append("</p>");
        }
        return html.Append("</div><script>").Append(Script).Append("</script>").ToString();
    }

    private static string Id(string chart) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(chart)).AsSpan(0, 6));

    private static string Pack(string chart)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(Encoding.UTF8.GetBytes(chart));
        return Convert.ToBase64String(packed.ToArray());
    }
}
