using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Offprint.Mutation;

/// <summary>A small change of one instruction.</summary>
/// <param name="Text">What changes, for the report.</param>
/// <param name="Replacement">The instructions in the place of the one.</param>
internal sealed record Change(string Text, IReadOnlyList<Instruction> Replacement);

/// <summary>
/// The numerical changes: another operator, another constant, another bound of a comparison, a function left out or exchanged for its
/// neighbor. Each keeps the types on the stack, so that no change can fail to load.
/// </summary>
internal static class Operators
{
    private static readonly Dictionary<Code, (OpCode Other, string Text)> s_swapped = new()
    {
        [Code.Add] = (OpCodes.Sub, "+ → −"), [Code.Sub] = (OpCodes.Add, "− → +"),
        [Code.Mul] = (OpCodes.Div, "· → /"), [Code.Div] = (OpCodes.Mul, "/ → ·"), [Code.Rem] = (OpCodes.Mul, "% → ·"),
        [Code.Blt] = (OpCodes.Ble, "< → ≤"), [Code.Ble] = (OpCodes.Blt, "≤ → <"), [Code.Bgt] = (OpCodes.Bge, "> → ≥"),
        [Code.Bge] = (OpCodes.Bgt, "≥ → >"),
        [Code.Bge_Un] = (OpCodes.Bgt_Un, "not < → not ≤"), [Code.Bgt_Un] = (OpCodes.Bge_Un, "not ≤ → not <"),
        [Code.Ble_Un] = (OpCodes.Blt_Un, "not > → not ≥"), [Code.Blt_Un] = (OpCodes.Ble_Un, "not ≥ → not >"),
        [Code.Clt] = (OpCodes.Cgt, "< → >"), [Code.Cgt] = (OpCodes.Clt, "> → <"),
    };

    private static readonly Dictionary<string, string> s_neighbors = new()
    {
        ["op_Addition"] = "op_Subtraction", ["op_Subtraction"] = "op_Addition", ["op_Multiply"] = "op_Division",
            ["op_Division"] = "op_Multiply",
        ["Min"] = "Max", ["Max"] = "Min", ["Floor"] = "Ceiling", ["Ceiling"] = "Floor", ["Sin"] = "Cos", ["Cos"] = "Sin", ["Log"] = "Exp",
        ["Exp"] = "Log",
        ["minimum"] = "maximum", ["maximum"] = "minimum", ["amin"] = "amax", ["amax"] = "amin", ["mean"] = "sum", ["sum"] = "mean",
        ["gt"] = "ge", ["ge"] = "gt", ["lt"] = "le", ["le"] = "lt", ["mul_"] = "div_", ["add_"] = "sub_", ["sub_"] = "add_",
        ["sub"] = "add",
        ["clamp_min"] = "clamp_max", ["clamp_max"] = "clamp_min",
    };

    /// <summary>Functions of one number (or tensor) to one of the same type, which may be left out.</summary>
    private static readonly HashSet<string> s_optional =
        ["Sqrt", "Abs", "Log", "Exp", "Square", "Cbrt", "exp", "log", "tanh", "neg", "abs", "sqrt", "detach", "Squared",
            "op_UnaryNegation"];

    private static readonly HashSet<string> s_owners = ["System.Math", "TorchSharp.torch/Tensor", "System.Numerics.Vector`1",
        "Offprint.Tensors.TensorArithmetic"];

    /// <summary>The changes that an instruction allows.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="kind">What lies on top of the stack when it runs.</param>
    public static IEnumerable<Change> Of(Instruction instruction, StackKind kind)
    {
        Code code = instruction.OpCode.Code;
        if (s_swapped.TryGetValue(code, out (OpCode Other, string Text) swap))
        {
            if (kind != StackKind.Other && !IsCounting(instruction))
                yield return new(swap.Text, [instruction.Operand is Instruction target ? Instruction.Create(swap.Other, target)
                    : Instruction.Create(swap.Other)]);
        }
        else if (code == Code.Neg)
        {
            yield return new("− left out", [Instruction.Create(OpCodes.Nop)]);
        }
        else if (instruction.Operand is double number && double.IsFinite(number))
        {
            double other = number == 0 ? 1 : number == 1 ? 2 : number * 1.5;
            yield return new($"{number:R} → {other:R}", [Instruction.Create(OpCodes.Ldc_R8, other)]);
        }
        else if (instruction.Operand is float single && float.IsFinite(single))
        {
            float other = single == 0 ? 1 : single == 1 ? 2 : single * 1.5f;
            yield return new($"{single:R} → {other:R}", [Instruction.Create(OpCodes.Ldc_R4, other)]);
        }
        else if (code == Code.Ldc_I4 && IsOperand(instruction))
        {
            int constant = (int)instruction.Operand;
            yield return new($"{constant} → {constant + 1}", [Instruction.Create(OpCodes.Ldc_I4, constant + 1)]);
        }
        else if (code is Code.Call or Code.Callvirt && instruction.Operand is MethodReference method
            && s_owners.Contains(method.DeclaringType.GetElementType().FullName))
        {
            foreach (Change change in OfCall(instruction, method))
                yield return change;
        }
    }

    private static IEnumerable<Change> OfCall(Instruction instruction, MethodReference method)
    {
        if (method is not GenericInstanceMethod && s_neighbors.TryGetValue(method.Name, out string? name)
            && Sibling(method, name) is { } sibling)
            yield return new($"{method.Name} → {name}", [Instruction.Create(instruction.OpCode, sibling)]);
        int taken = method.Parameters.Count + (method.HasThis ? 1 : 0);
        if (taken == 1 && s_optional.Contains(method.Name))
            yield return new($"{method.Name} left out", [Instruction.Create(OpCodes.Nop)]);
    }

    /// <summary>A method of the same signature and another name.</summary>
    private static MethodReference? Sibling(MethodReference method, string name)
    {
        string signature = Signature(method.Resolve());
        if (!method.DeclaringType.Resolve().Methods.Any(other => other.Name == name && Signature(other) == signature))
            return null;
        MethodReference sibling = new(name, method.ReturnType, method.DeclaringType) { HasThis = method.HasThis,
            CallingConvention = method.CallingConvention };
        foreach (ParameterDefinition parameter in method.Parameters)
            sibling.Parameters.Add(new(parameter.ParameterType));
        return sibling;

        static string Signature(MethodReference m) =>
            $"{m.HasThis} {m.ReturnType.FullName} {string.Join(',', m.Parameters.Select(p => p.ParameterType.FullName))}";
    }

    /// <summary>i++ and its like: the change would only make a loop endless.</summary>
    private static bool IsCounting(Instruction instruction) =>
        instruction.OpCode.Code is Code.Add or Code.Sub && instruction.Previous is { OpCode.Code: Code.Ldc_I4, Operand: 1 or -1 }
        && instruction.Next?.OpCode.Code is Code.Stloc or Code.Starg or Code.Dup or Code.Stind_I4 or Code.Stfld;

    /// <summary>A whole number that is added, multiplied, divided by or compared with; not one that counts a loop.</summary>
    private static bool IsOperand(Instruction instruction) => instruction.Next is { } next && next.OpCode.Code switch
    {
        Code.Add or Code.Sub => !IsCounting(next),
        Code.Mul or Code.Div or Code.Rem or Code.Blt or Code.Ble or Code.Bgt or Code.Bge or Code.Clt or Code.Cgt => true,
        Code.Conv_R8 => true,
        _ => false,
    };
}
