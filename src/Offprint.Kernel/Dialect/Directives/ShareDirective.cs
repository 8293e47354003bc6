using Offprint.Kernel.Dialect.Sharing;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!share --from language name</c>: brings another language's variable into the one that the magic stands in.</summary>
/// <remarks>As in .NET Interactive C# and F# share the object itself; with a MIME type, and for JavaScript always, a copy is
/// made.</remarks>
internal sealed class ShareDirective(Func<MagicTable> magics) : IDirectiveHandler
{
    private const string Usage = "#!share --from <language> <name> [--as <name here>] [--mime-type <type>]";

    public string Name => "#!share";

    public string Help => Usage + ": brings a variable of another language here";

    public async Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        MagicOptions options = MagicOptions.Parse(directive, Usage, ["--from", "--name", "--as", "--mime-type"]);
        string language = options.Required("--from");
        string name = options["--name"] ?? (options.Plain is [var only] ? only : throw options.Error("name one variable"));
        SharedValue value = SharedVariables.Get(magics(), language, name);
        if (options["--mime-type"] is { } mimeType)
            value = SharedJson.Copy(name, value.Value, mimeType);
        await SharedVariables.Target(magics(), directive.Language).SetAsync(options["--as"] ?? name, value, run).ConfigureAwait(false);
        return null;
    }
}
