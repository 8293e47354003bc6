using System.Text;
using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>Names of cells, made of the settings that tell them apart.</summary>
public static class KeyText
{
    /// <summary>Joins parts to a name of lower-case letters, digits, points and hyphens.</summary>
    /// <param name="parts">Words, numbers, members of enumerations, <see cref="ILabeled">labeled</see> values; nulls are left out.</param>
    /// <returns>For example <c>swiss-roll-5-plms4-hb-0.9</c>.</returns>
    public static string Of(params IReadOnlyList<object?> parts) => string.Join('-', parts.OfType<object>().Select(Part));

    private static string Part(object part) => Plain(part switch
    {
        Enum member => Hyphenated(member.ToString()),
        ILabeled labeled => labeled.Label,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => part.ToString()!,
    });

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : c.ToString()));

    private static string Plain(string text)
    {
        var name = new StringBuilder();
        foreach (char c in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '.')
                name.Append(c);
            else if (c == '+')
                name.Append('p');
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
        }
        return name.ToString().TrimEnd('-');
    }
}
