namespace Offprint.Kernel.Scripting;

/// <summary>Writes types as C# code names them.</summary>
internal static class CSharpTypeName
{
    /// <summary>The type's full name; null if code in another assembly cannot name it: it is not public, or was made at run time.</summary>
    public static string? Of(Type type)
    {
        if (type.IsArray)
            return Of(Root(type)) is { } element ? element + Ranks(type) : null;
        if (!type.IsVisible || type.IsPointer || type.IsByRef || type.IsByRefLike || type.IsGenericParameter || type.Assembly.Location.Length == 0)
            return null;
        Queue<Type> arguments = new(type.GetGenericArguments());
        string space = type.Namespace is { } name ? $"global::{name}." : "global::";
        List<string> parts = [];
        foreach (Type part in Nesting(type))
        {
            string[] names = part.Name.Split('`');
            int count = part.GetGenericArguments().Length - (part.DeclaringType?.GetGenericArguments().Length ?? 0);
            List<string> filled = [];
            for (int i = 0; i < count; i++)
            {
                if (Of(arguments.Dequeue()) is not { } argument)
                    return null;
                filled.Add(argument);
            }
            parts.Add(count > 0 ? $"{names[0]}<{string.Join(", ", filled)}>" : names[0]);
        }
        return space + string.Join('.', parts);
    }

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? Nesting(outer).Append(type) : [type];

    private static Type Root(Type array) => array.IsArray ? Root(array.GetElementType()!) : array;

    /// <summary>In C# the outermost brackets come first, other than in reflection's names.</summary>
    private static string Ranks(Type array) => array.IsArray
        ? $"[{new string(',', array.GetArrayRank() - 1)}]" + Ranks(array.GetElementType()!)
        : "";
}
