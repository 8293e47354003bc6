using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Offprint.Tests.Architecture;

/// <summary>Which folders (namespaces) of an assembly use which: in signatures, in attributes, and in the code of methods.</summary>
internal sealed class FolderDependencies
{
    private readonly Dictionary<(string From, string To), SortedSet<string>> _uses = [];

    private FolderDependencies(string root) => Root = root;

    /// <summary>The namespace above all folders.</summary>
    public string Root { get; }

    /// <summary>Every pair of folders of which one uses the other, with the types that do.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    /// <summary>Reads an assembly file.</summary>
    public static FolderDependencies Of(string assembly, string root)
    {
        FolderDependencies result = new(root);
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (TypeReference used in Used(type))
                result.Add(type, used);
        }
        return result;
    }

    /// <summary>
    /// A shortest path along <see cref="Uses"/> from a folder back to itself; <see langword="null"/> if no folder has one.
    /// </summary>
    public IReadOnlyList<string>? Cycle()
    {
        ILookup<string, string> next = _uses.Keys.ToLookup(pair => pair.From, pair => pair.To);
        return next.Select(folder => Way(folder.Key)).Where(way => way is not null).MinBy(way => way!.Count);

        List<string>? Way(string start)
        {
            Dictionary<string, string> before = [];
            Queue<string> open = new([start]);
            while (open.TryDequeue(out string? folder))
            {
                foreach (string to in next[folder].Where(to => before.TryAdd(to, folder)))
                    open.Enqueue(to);
            }
            if (!before.ContainsKey(start))
                return null;
            List<string> way = [start];
            do
                way.Insert(0, before[way[0]]);
            while (way[0] != start);
            return way;
        }
    }

    /// <summary>A readable line for each use that a condition picks.</summary>
    public IEnumerable<string> Lines(Func<string, string, bool> condition) =>
        from use in _uses where condition(use.Key.From, use.Key.To) select $"{use.Key.From} → {use.Key.To}: {string.Join(", ", use.Value)}";

    private void Add(TypeDefinition user, TypeReference used)
    {
        if (Folder(user) is { } from && Folder(used.GetElementType()) is { } to && from != to)
        {
            if (!_uses.TryGetValue((from, to), out SortedSet<string>? types))
                _uses[(from, to)] = types = [];
            types.Add($"{Outermost(user).Name} uses {Outermost(used.GetElementType()).Name}");
        }
    }

    private string? Folder(TypeReference type)
    {
        string name = Outermost(type).Namespace;
        return name.StartsWith(Root + ".", StringComparison.Ordinal) ? name[(Root.Length + 1)..] : null;
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        IEnumerable<TypeReference?> direct =
        [
            type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. Attributes(type), .. type.Fields.Select(f => f.FieldType),
            .. type.Fields.SelectMany(Attributes), .. type.Properties.SelectMany(Attributes), .. Constraints(type),
            .. type.Methods.SelectMany(Used),
        ];
        return direct.SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> Used(MethodDefinition method) =>
    [
        .. Signature(method), .. Attributes(method), .. method.Parameters.SelectMany(Attributes), .. Constraints(method),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(h => h.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Used) : [],
    ];

    private static IEnumerable<TypeReference?> Used(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [generic.DeclaringType, .. Signature(generic), .. generic.GenericArguments],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(IMethodSignature method) =>
        [method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.Select(a => a.AttributeType);

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    /// <summary>A constructed type uses its arguments, too.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
