using Microsoft.CodeAnalysis.CSharp;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!langversion preview</c>: later C# may use what is not released yet, or must do without what is new.</summary>
internal sealed class LanguageVersionDirective(CSharpEngine engine) : IDirectiveHandler
{
    private const string Usage = "#!langversion <latest, preview or a version such as 13>";

    public string Name => "#!langversion";

    public string Help => Usage + ": sets the version of C# from here on";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        if (!LanguageVersionFacts.TryParse(directive.Arguments.Trim(), out LanguageVersion version))
            throw new UserException($"Line {directive.Line}: '{directive.Arguments}' is no version of C#. Usage: {Usage}");
        engine.LanguageVersion = version;
        return Task.FromResult<Action?>(null);
    }
}
