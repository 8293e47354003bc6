using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Offprint.Mutation;

/// <summary>A mutant: a change of one instruction of one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Change">What it becomes.</param>
/// <param name="File">The source file, from the repository's folder.</param>
/// <param name="Line">The line.</param>
internal sealed record Mutant(MethodDefinition Method, Instruction Instruction, Change Change, string File, int Line)
{
    /// <summary>The type that a reader knows: not a closure.</summary>
    public TypeDefinition Type
    {
        get
        {
            TypeDefinition type = Method.DeclaringType;
            while (type.DeclaringType is { } outer)
                type = outer;
            return type;
        }
    }
}

/// <summary>Finds the numerical mutants of the library's parts whose numbers decide results.</summary>
internal static class MutantSites
{
    private static readonly string[] s_namespaces =
        ["Offprint.Numerics", "Offprint.Statistics", "Offprint.Estimators", "Offprint.Agents.Offline", "Offprint.Agents.Online",
            "Offprint.Agents.Critics"];

    /// <summary>Written by the compiler for records, or texts for a reader.</summary>
    private static readonly HashSet<string> s_skipped =
        ["PrintMembers", "Equals", "GetHashCode", "ToString", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality", "Describe",
            "Facts", "Validate"];

    /// <summary>All mutants, in the order of the assembly.</summary>
    /// <param name="module">The library, with its symbols.</param>
    /// <param name="root">The repository's folder.</param>
    public static List<Mutant> Of(ModuleDefinition module, string root)
    {
        List<Mutant> mutants = [];
        foreach (MethodDefinition method in module.GetTypes().Where(IsChosen).SelectMany(type => type.Methods))
        {
            if (!method.HasBody || s_skipped.Contains(method.Name) || method.Name.Contains("Describe", StringComparison.Ordinal))
                continue;
            Dictionary<Instruction, SequencePoint> points = Points(method);
            HashSet<Instruction> refusals = Refusals(method);
            Mono.Cecil.Rocks.MethodBodyRocks.SimplifyMacros(method.Body);
            Dictionary<Instruction, StackKind> kinds = StackKinds.Of(method);
            foreach (Instruction instruction in method.Body.Instructions.Where(i =>
                !refusals.Contains(i) && i.Previous?.OpCode.OpCodeType != OpCodeType.Prefix))
            {
                if (points.GetValueOrDefault(instruction) is not { IsHidden: false } point)
                    continue;
                string file = Path.GetRelativePath(root, point.Document.Url).Replace('\\', '/');
                mutants.AddRange(Operators.Of(instruction, kinds[instruction])
                    .Select(change => new Mutant(method, instruction, change, file, point.StartLine)));
            }
        }
        return mutants;
    }

    /// <summary>Of the chosen folders, without records of options: their numbers are settings, which a stored result names.</summary>
    private static bool IsChosen(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return !type.Name.EndsWith("Options", StringComparison.Ordinal)
            && Array.Exists(s_namespaces, name => type.Namespace == name
            || type.Namespace.StartsWith(name + ".", StringComparison.Ordinal));
    }

    /// <summary>The source of each instruction: the last point at or before it.</summary>
    private static Dictionary<Instruction, SequencePoint> Points(MethodDefinition method)
    {
        Dictionary<Instruction, SequencePoint> points = [];
        SequencePoint? current = null;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            current = method.DebugInformation.GetSequencePoint(instruction) ?? current;
            if (current is not null)
                points[instruction] = current;
        }
        return points;
    }

    /// <summary>
    /// The refusal of bad arguments: blocks that end in a throw, and the comparison before each, whose bound messages' tests decide.
    /// </summary>
    private static HashSet<Instruction> Refusals(MethodDefinition method)
    {
        HashSet<Instruction> found = [];
        foreach (Instruction thrown in method.Body.Instructions.Where(i => i.OpCode.Code == Code.Throw))
        {
            Instruction? at = thrown;
            for (; at is not null && at.OpCode.FlowControl is not (FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return);
                at = at.Previous)
                found.Add(at);
            // The whole condition, which may be several comparisons.
            for (; at is { OpCode.FlowControl: not (FlowControl.Branch or FlowControl.Return) } && IsOfCondition(method, at, thrown);
                at = at.Previous)
                found.Add(at);
        }
        return found;
    }

    private static bool IsOfCondition(MethodDefinition method, Instruction at, Instruction thrown)
    {
        SequencePoint? point = method.DebugInformation.SequencePoints.LastOrDefault(p => p.Offset <= at.Offset);
        return point is not null && thrown.Offset - point.Offset < 120;
    }
}
