using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Offprint.Interactive.Rendering;

namespace Offprint.Interactive;

/// <summary>
/// HTML that a script brings to life with values of the notebook: they are part of the output, no engine need share them.
/// </summary>
/// <remarks>
/// Works wherever scripts of outputs run: in Offprint's engine, on .NET Interactive, in an exported page. Without scripts the HTML stays as
/// it is, so it should say something by itself. Each copy of the output on a page is its own.
/// </remarks>
/// <example><code>ScriptedHtml.Of("&lt;output&gt;&lt;/output&gt;", "place.firstChild.textContent = values.total;", ("total", 3))</code></example>
public sealed class ScriptedHtml
{
    private readonly string _html, _script, _values;

    private ScriptedHtml(string html, string script, string values) => (_html, _script, _values) = (html, script, values);

    /// <summary>Makes a live output.</summary>
    /// <param name="html">What is shown, well formed.</param>
    /// <param name="script">JavaScript; it finds the element around the HTML as <c>place</c> and the values as members of
    /// <c>values</c>.</param>
    /// <param name="values">Names and values that JSON can hold: numbers (NaN and infinity become null), texts, arrays, records.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">The script would end its own element, or two values have one name.</exception>
    public static ScriptedHtml Of(string html, string script, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (script.Contains("</script", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("The script holds '</script', which would end it in a page: write '<\\/script'.", nameof(script));
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (!named.TryAdd(name, value))
                throw new ArgumentException($"Two values are called '{name}'.", nameof(values));
        }
        return new(html, script, JsonSerializer.Serialize(named, JsonForms.Options));
    }

    internal string ToHtml()
    {
        string name = "op-live-" + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(_html + _script + _values)).AsSpan(0, 6));
        return $$"""
            {{StyleSheet.Element}}<div class="offprint"><div class="{{name}}">{{_html}}</div></div><script>
            (function(){
            var values={{_values}};
            document.querySelectorAll('.{{name}}:not([data-live])').forEach(function(place){
            place.setAttribute('data-live','');
            {{_script}}
            });
            })();
            </script>
            """;
    }

    private static class JsonForms
    {
        public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new Gaps() } };

        /// <summary>JSON has no NaN and no infinity.</summary>
        private sealed class Gaps : System.Text.Json.Serialization.JsonConverter<double>
        {
            public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

            public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
            {
                if (double.IsFinite(value))
                    writer.WriteNumberValue(value);
                else
                    writer.WriteNullValue();
            }
        }
    }
}
