using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Sharing;

/// <summary>Finds variables and the languages that hold or take them.</summary>
internal static class SharedVariables
{
    /// <exception cref="UserException">The language keeps no variables here, or none of this name; the message says what there
    /// is.</exception>
    public static SharedValue Get(MagicTable magics, string language, string name)
    {
        ICellLanguage holder = magics.Language(language);
        if (holder is not IVariableSource source)
        {
            throw new UserException(holder is JavaScriptLanguage
                ? "JavaScript runs in the page that shows the notebook, from which a kernel cannot read: values go to JavaScript, not back."
                : $"{holder.Names[0]} cells hold no variables.");
        }
        ScriptVariable[] variables = [.. source.Variables];
        return variables.FirstOrDefault(v => v.Name == name) is { } found
            ? new SharedValue(found.Value, found.Type)
            : throw new UserException($"{holder.Names[0]} has no variable '{name}'. "
                + (variables.Length > 0 ? $"It has {string.Join(", ", variables.Select(v => v.Name).Order(StringComparer.Ordinal))}."
                    : "It has none yet."));
    }

    /// <exception cref="UserException">The language takes no values.</exception>
    public static IVariableTarget Target(MagicTable magics, string language) => magics.Language(language) as IVariableTarget
        ?? throw new UserException($"{language} cells take no values; C#, F# and JavaScript do.");
}
