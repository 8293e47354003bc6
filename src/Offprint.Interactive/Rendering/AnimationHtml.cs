using System.Security.Cryptography;
using System.Text;
using Offprint.Cards;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Pictures;

namespace Offprint.Interactive.Rendering;

/// <summary>An animation without scripts: all frames on one picture, moved behind a window by a style sheet.</summary>
internal static class AnimationHtml
{
    public static string Render(AnimationFigure figure)
    {
        if (figure.Frames.Count == 0)
            return "";
        int width = figure.Frames[0].Width, height = figure.Frames[0].Height, count = figure.Frames.Count;
        if (figure.Frames.Any(frame => frame.Width != width || frame.Height != height))
            throw new ArgumentException($"The frames of '{figure.Title}' differ in size: an animation needs frames of one size.");
        if (!(figure.FramesPerSecond > 0))
            throw new ArgumentException(
                $"'{figure.Title}' shows {figure.FramesPerSecond} frames a second: an animation needs a positive number.");
        var sheet = new ImageSheet(new ImageGrid("", figure.Frames, count));
        byte[] png = PngCompactor.Compact(sheet.ToPng());
        string name = "op-move-" + Convert.ToHexStringLower(SHA256.HashData(png).AsSpan(0, 6));
        double stride = count > 1 ? sheet.CenterX(1) - sheet.CenterX(0) : width, seconds = count / figure.FramesPerSecond;
        return new StringBuilder("<style>").Append(CultureInfo.InvariantCulture,
                $"@keyframes {name}{{to{{background-position-x:-{count * stride:0}px}}}}.{name}{{width:{width}px;height:{height}px;" +
                $"animation:{name} {seconds:0.###}s steps({count}) infinite}}@media " +
                    $"(prefers-reduced-motion:reduce){{.{name}{{animation:none}}}}")
            .Append("</style><div class=\"").Append(name).Append("\" role=\"img\" aria-label=\"")
                .Append(HtmlText.Encode(figure.Title + ", moving"))
            .Append("\" style=\"background-image:url(data:image/png;base64,").Append(Convert.ToBase64String(png)).Append(")\"></div>")
                .ToString();
    }
}
