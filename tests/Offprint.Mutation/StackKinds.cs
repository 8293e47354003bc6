using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Offprint.Mutation;

/// <summary>What lies on top of the evaluation stack.</summary>
internal enum StackKind
{
    /// <summary>A reference, a structure, or not known.</summary>
    Other,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A floating-point number.</summary>
    Real,
}

/// <summary>Follows the evaluation stack through a method, block by block; what comes in over a branch is not known.</summary>
internal static class StackKinds
{
    /// <summary>The kind on top of the stack before each instruction.</summary>
    public static Dictionary<Instruction, StackKind> Of(MethodDefinition method)
    {
        Dictionary<Instruction, StackKind> kinds = [];
        HashSet<Instruction> targets = [.. method.Body.Instructions.SelectMany(Targets)];
        Stack<StackKind> stack = [];
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (targets.Contains(instruction))
                stack.Clear();
            StackKind top = stack.Count > 0 ? stack.Peek() : StackKind.Other;
            kinds[instruction] = top;
            for (int pops = Pops(instruction); pops > 0 && stack.Count > 0; pops--)
                stack.Pop();
            StackKind pushed = Pushed(instruction, method, top);
            for (int pushes = Pushes(instruction); pushes > 0; pushes--)
                stack.Push(pushed);
            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
                stack.Clear();
        }
        return kinds;
    }

    private static IEnumerable<Instruction> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };

    private static StackKind Pushed(Instruction instruction, MethodDefinition method, StackKind top) => instruction.OpCode.Code switch
    {
        Code.Ldc_I4 or Code.Ldc_I8 or Code.Ldlen or Code.Conv_I4 or Code.Conv_I8 or Code.Conv_U8 or Code.Conv_U4
            or Code.Ldelem_I4 or Code.Ldelem_I8
            or Code.Ldind_I4 or Code.Ldind_I8 => StackKind.Whole,
        Code.Ldc_R8 or Code.Ldc_R4 or Code.Conv_R8 or Code.Conv_R4 or Code.Ldelem_R8 or Code.Ldelem_R4
            or Code.Ldind_R8 or Code.Ldind_R4 => StackKind.Real,
        Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Rem or Code.Neg or Code.Dup => top,
        Code.Ldloc => Kind(((VariableDefinition)instruction.Operand).VariableType),
        Code.Ldarg when instruction.Operand is ParameterDefinition parameter && parameter != method.Body.ThisParameter =>
            Kind(parameter.ParameterType),
        Code.Ldfld or Code.Ldsfld => Kind(((FieldReference)instruction.Operand).FieldType),
        Code.Call or Code.Callvirt => Kind(((MethodReference)instruction.Operand).ReturnType),
        _ => StackKind.Other,
    };

    private static StackKind Kind(TypeReference type) => type.MetadataType switch
    {
        MetadataType.Int32 or MetadataType.Int64 or MetadataType.UInt32 or MetadataType.UInt64 => StackKind.Whole,
        MetadataType.Double or MetadataType.Single => StackKind.Real,
        _ => StackKind.Other,
    };

    private static int Pops(Instruction instruction) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi
            or StackBehaviour.Popi_popi8 or StackBehaviour.Popi_popr4
            or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Varpop when instruction.Operand is MethodReference method =>
            method.Parameters.Count + (method.HasThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0),
        StackBehaviour.Varpop or StackBehaviour.PopAll => int.MaxValue,
        _ => 3,
    };

    private static int Pushes(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => instruction.Operand is MethodReference { ReturnType.MetadataType: MetadataType.Void } ? 0 : 1,
        _ => 1,
    };
}
