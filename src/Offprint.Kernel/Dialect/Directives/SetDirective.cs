using System.Text.Json;
using Offprint.Kernel.Dialect.Sharing;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary>
/// <c>#!set --name x --value …</c>: declares a variable from a literal, from another language, or from a question to the person.
/// </summary>
internal sealed class SetDirective(Func<MagicTable> magics) : IDirectiveHandler
{
    private const string Usage =
        "#!set --name <name> --value <text, JSON, @<language>:<name>, @input:\"<prompt>\" or @password:\"<prompt>\"> [--byref] " +
            "[--mime-type <type>]";

    public string Name => "#!set";

    public string Help => Usage + ": declares a variable; those of other languages are copied by way of JSON, or shared with --byref";

    public async Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        MagicOptions options = MagicOptions.Parse(directive, Usage, ["--name", "--value", "--mime-type"], "--byref");
        string name = options.Required("--name"), value = options.Required("--value");
        if (options.Has("--byref") && options["--mime-type"] is not null)
            throw options.Error("--byref and --mime-type exclude each other");
        SharedValue shared = options.IsQuoted("--value") ? Text(value) : Evaluate(value, options, run);
        await SharedVariables.Target(magics(), directive.Language).SetAsync(name, shared, run).ConfigureAwait(false);
        return null;
    }

    private SharedValue Evaluate(string value, MagicOptions options, CellRun run)
    {
        if (!value.StartsWith('@'))
            return Literal(value, options["--mime-type"]);
        string[] parts = value[1..].Split(':', 2);
        string rest = parts.Length > 1 ? parts[1] : "";
        if (parts[0] is "input" or "password")
            return Text(run.Scope.Ask(Prompt(rest), parts[0] == "password"));
        SharedValue found = SharedVariables.Get(magics(), parts[0], rest);
        return options.Has("--byref") ? found : SharedJson.Copy(rest, found.Value, options["--mime-type"] ?? SharedJson.MimeType);
    }

    /// <summary>JSON where it is that, else text.</summary>
    private static SharedValue Literal(string value, string? mimeType)
    {
        try
        {
            return mimeType is null or SharedJson.MimeType ? SharedJson.Read(JsonDocument.Parse(value)) : Text(value);
        }
        catch (JsonException)
        {
            return Text(value);
        }
    }

    private static SharedValue Text(string value) => new(value, typeof(string));

    /// <summary>What to ask: plain text, or an object with a prompt.</summary>
    private static string Prompt(string text)
    {
        if (!text.StartsWith('{'))
            return text.Length > 0 ? text : "Value";
        using JsonDocument options = JsonDocument.Parse(text);
        return options.RootElement.TryGetProperty("prompt", out JsonElement prompt) ? prompt.GetString() ?? "Value" : "Value";
    }
}
