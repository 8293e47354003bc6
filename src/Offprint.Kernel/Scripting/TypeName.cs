namespace Offprint.Kernel.Scripting;

/// <summary>Writes types as code names them.</summary>
internal static class TypeName
{
    /// <summary>
    /// The type's full name in C#; null if code in another assembly cannot name it: it is not public, or was made at run time.
    /// </summary>
    public static string? InCSharp(Type type) => Of(type, "global::", array => Ranks(array, reversed: false));

    /// <summary>
    /// The type's full name in F#; null if code in another assembly cannot name it: it is not public, or was made at run time.
    /// </summary>
    public static string? InFSharp(Type type) => Of(type, "global.", array => Ranks(array, reversed: true));

    /// <summary>A type's name for people: without namespaces, generic arguments in brackets.</summary>
    public static string Short(Type type) => type.IsArray ? Short(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>" : type.Name;

    private static string? Of(Type type, string global, Func<Type, string> ranks)
    {
        if (type.IsArray)
            return Of(Root(type), global, ranks) is { } element ? element + ranks(type) : null;
        if (!type.IsVisible || type.IsPointer || type.IsByRef || type.IsByRefLike || type.IsGenericParameter
            || type.Assembly.Location.Length == 0)
            return null;
        Queue<Type> arguments = new(type.GetGenericArguments());
        string space = type.Namespace is { } name ? $"{global}{name}." : global;
        List<string> parts = [];
        foreach (Type part in Nesting(type))
        {
            string[] names = part.Name.Split('`');
            int count = part.GetGenericArguments().Length - (part.DeclaringType?.GetGenericArguments().Length ?? 0);
            List<string> filled = [];
            for (int i = 0; i < count; i++)
            {
                if (Of(arguments.Dequeue(), global, ranks) is not { } argument)
                    return null;
                filled.Add(argument);
            }
            parts.Add(count > 0 ? $"{names[0]}<{string.Join(", ", filled)}>" : names[0]);
        }
        return space + string.Join('.', parts);
    }

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? Nesting(outer).Append(type) : [type];

    private static Type Root(Type array) => array.IsArray ? Root(array.GetElementType()!) : array;

    /// <summary>An array's brackets: in C# the outermost come first, in F# last.</summary>
    private static string Ranks(Type array, bool reversed)
    {
        if (!array.IsArray)
            return "";
        string own = $"[{new string(',', array.GetArrayRank() - 1)}]", inner = Ranks(array.GetElementType()!, reversed);
        return reversed ? inner + own : own + inner;
    }
}
