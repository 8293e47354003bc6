using System.Reflection;

namespace Offprint.Kernel.Scripting;

/// <summary>A variable declared at the top level of a cell.</summary>
internal sealed record ScriptVariable(string Name, Type Type, object? Value)
{
    /// <summary>The fields of a submission's object, without those the compiler made.</summary>
    public static IEnumerable<ScriptVariable> Of(object submission) => submission.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(f => !f.Name.Contains('<', StringComparison.Ordinal))
        .Select(f => new ScriptVariable(f.Name, f.FieldType, f.GetValue(submission)));
}
