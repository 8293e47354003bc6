using System.Text;
using Offprint.Cards;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive;

/// <summary>A slider over values computed beforehand: each position shows a figure, a table or a card of its own.</summary>
/// <remarks>All positions are part of the output, so it moves in an exported page too. Without scripts the first shown stays.</remarks>
/// <example><code>Slider.Over("temperature α", alphas, alpha => Weights(alpha))</code></example>
public sealed class Slider
{
    private const string Script = """
        var range=place.querySelector('input'),said=place.querySelector('output'),frames=place.querySelectorAll('[data-frame]');
        function show(){frames.forEach(function(frame,i){frame.style.display=i===Number(range.value)?'':'none';});
        said.textContent=values.positions[Number(range.value)];}
        range.disabled=false;range.addEventListener('input',show);show();
        """;

    private readonly string _label;
    private readonly string[] _positions;
    private readonly Card[] _frames;
    private readonly int _start;

    private Slider(string label, string[] positions, Card[] frames, int start) =>
        (_label, _positions, _frames, _start) = (label, positions, frames, start);

    /// <summary>Computes what each position shows.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="label">What is moved.</param>
    /// <param name="values">The positions, from the left; numbers are shown as in tables.</param>
    /// <param name="show">What a position shows. Figures that share the ends of their axes can be compared.</param>
    /// <param name="start">The position shown first.</param>
    /// <returns>The slider, to be shown.</returns>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no position <paramref name="start"/>.</exception>
    public static Slider Over<T>(string label, IEnumerable<T> values, Func<T, IDescribable> show, int start = 0)
    {
        T[] all = [.. values];
        if (all.Length == 0)
            throw new ArgumentException($"The slider '{label}' has no positions.", nameof(values));
        if ((uint)start >= (uint)all.Length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The slider '{label}' has the positions 0 to {all.Length - 1}.");
        return new(label, [.. all.Select(Name)], [.. all.Select(value => show(value).Describe())], start);
    }

    internal string ToHtml()
    {
        var html = new StringBuilder("<label class=\"op-slider\"><span>").Append(HtmlText.Encode(_label)).Append("</span>");
        html.Append(CultureInfo.InvariantCulture,
            $"<input type=\"range\" disabled=\"disabled\" min=\"0\" max=\"{_frames.Length - 1}\" step=\"1\" value=\"{_start}\"/>");
        html.Append("<output>").Append(HtmlText.Encode(_positions[_start])).Append("</output></label>");
        for (int i = 0; i < _frames.Length; i++)
        {
            html.Append("<div data-frame=\"\"").Append(i == _start ? ">" : " style=\"display:none\">");
            CardHtml.Append(html, _frames[i]);
            html.Append("</div>");
        }
        return ScriptedHtml.Of(html.ToString(), Script, ("positions", _positions)).ToHtml();
    }

    internal string ToText() =>
        $"{_label}: {string.Join("  ", _positions.Select((name, i) => i == _start ? $"[{name}]" : name))}\n" +
        CardText.Render(_frames[_start]);

    private static string Name<T>(T value) => value switch
    {
        double or float or int or long => NumberText.Format(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "–",
    };
}
