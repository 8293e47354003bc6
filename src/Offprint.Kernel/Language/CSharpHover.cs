using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.QuickInfo;

namespace Offprint.Kernel.Language;

/// <summary>What Roslyn says of the word under the cursor: its declaration, type and documentation.</summary>
internal static class CSharpHover
{
    /// <returns>Null where there is no word that means something.</returns>
    public static async Task<Inspection?> InspectAsync(Document document, int position, CancellationToken cancellation)
    {
        if (QuickInfoService.GetService(document) is not { } service
            || await service.GetQuickInfoAsync(document, position, cancellation).ConfigureAwait(false) is not { } info)
            return null;
        string[] declarations = [.. Sections(info, isDeclaration: true)];
        return declarations.Length == 0 ? null : new Inspection(declarations, [.. Sections(info, isDeclaration: false)]);
    }

    private static IEnumerable<string> Sections(QuickInfoItem info, bool isDeclaration) => info.Sections
        .Where(s => s.Kind is QuickInfoSectionKinds.Description == isDeclaration)
        .Select(s => s.Text.Trim()).Where(t => t.Length > 0);
}
