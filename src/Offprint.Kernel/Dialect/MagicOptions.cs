using System.Text;

namespace Offprint.Kernel.Dialect;

/// <summary>A magic's arguments: options with values, flags and plain ones, as on a command line.</summary>
internal sealed class MagicOptions
{
    private readonly CellDirective _directive;
    private readonly string _usage;
    private readonly Dictionary<string, Argument> _values = new(StringComparer.Ordinal);

    private MagicOptions(CellDirective directive, string usage) => (_directive, _usage) = (directive, usage);

    /// <summary>The arguments that belong to no option.</summary>
    public List<string> Plain { get; } = [];

    /// <exception cref="UserException">There is an option that the magic does not know, or one lacks its value.</exception>
    public static MagicOptions Parse(CellDirective directive, string usage, string[] options, params string[] flags)
    {
        MagicOptions parsed = new(directive, usage);
        Queue<Argument> arguments = new(Split(directive.Arguments));
        while (arguments.TryDequeue(out Argument? argument))
        {
            if (argument.IsQuoted || !argument.Text.StartsWith('-'))
                parsed.Plain.Add(argument.Text);
            else if (flags.Contains(argument.Text))
                parsed._values[argument.Text] = argument;
            else if (!options.Contains(argument.Text))
                throw parsed.Error($"there is no option {argument.Text}");
            else if (arguments.TryDequeue(out Argument? value))
                parsed._values[argument.Text] = value;
            else
                throw parsed.Error($"{argument.Text} lacks its value");
        }
        return parsed;
    }

    public string? this[string option] => _values.GetValueOrDefault(option)?.Text;

    public bool Has(string flag) => _values.ContainsKey(flag);

    /// <summary>Whether a value was written in quotes, which makes it text whatever it looks like.</summary>
    public bool IsQuoted(string option) => _values.GetValueOrDefault(option)?.IsQuoted ?? false;

    /// <exception cref="UserException">The option is missing.</exception>
    public string Required(string option) => this[option] ?? throw Error($"{option} is missing");

    public UserException Error(string problem) => new($"Line {_directive.Line}: {_directive.Name}: {problem}. Usage: {_usage}");

    private static IEnumerable<Argument> Split(string text)
    {
        int at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                yield break;
            bool quoted = text[at] == '"';
            StringBuilder argument = new();
            for (int depth = 0; at < text.Length && (depth > 0 || !char.IsWhiteSpace(text[at]));)
            {
                char c = text[at];
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
                if (c == '"')
                    at = AppendQuoted(argument, text, at, keepMarks: depth > 0);
                else
                    argument.Append(text[at++]);
            }
            yield return new Argument(argument.ToString(), quoted);
        }
    }

    /// <summary>Takes in a text between quotes; inside JSON the quotes and escapes stay. Returns where it ends.</summary>
    private static int AppendQuoted(StringBuilder argument, string text, int at, bool keepMarks)
    {
        int end = at + 1;
        while (end < text.Length && text[end] != '"')
            end += text[end] == '\\' && end + 1 < text.Length && text[end + 1] is '"' or '\\' ? 2 : 1;
        end = Math.Min(end, text.Length);
        string inner = text[(at + 1)..end];
        argument.Append(keepMarks ? $"\"{inner}\"" : inner.Replace("\\\"", "\"", StringComparison.Ordinal));
        return Math.Min(end + 1, text.Length);
    }

    private sealed record Argument(string Text, bool IsQuoted);
}
