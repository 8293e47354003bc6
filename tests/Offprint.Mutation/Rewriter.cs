using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Offprint.Mutation;

/// <summary>Writes all chosen mutants into one assembly; each sleeps until the environment names it.</summary>
internal static class Rewriter
{
    /// <summary>Guards every chosen instruction: <c>if (Mutants.Active == k) changed else original</c>.</summary>
    /// <param name="module">The library.</param>
    /// <param name="mutants">The mutants; their place in the list is their number.</param>
    /// <param name="mapping">Whether each tells when it is reached.</param>
    /// <param name="file">The file to write.</param>
    public static void Write(ModuleDefinition module, IReadOnlyList<Mutant> mutants, bool mapping, string file)
    {
        FieldReference active = module.ImportReference(typeof(Mutants).GetField(nameof(Mutants.Active)));
        MethodReference reach = module.ImportReference(typeof(Mutants).GetMethod(nameof(Mutants.Reach)));
        foreach (var place in mutants.Select((mutant, number) => (mutant, number)).GroupBy(item => item.mutant.Instruction))
        {
            ILProcessor code = place.First().mutant.Method.Body.GetILProcessor();
            Instruction original = Copy(place.Key), end = Instruction.Create(OpCodes.Nop);
            List<Instruction> guards = [], bodies = [];
            foreach ((Mutant mutant, int number) in place)
            {
                Instruction[] changed = [.. mutant.Change.Replacement.Select(i => Import(module, Copy(i)))];
                if (mapping)
                    guards.AddRange([Instruction.Create(OpCodes.Ldc_I4, number), Instruction.Create(OpCodes.Call, reach)]);
                guards.AddRange([Instruction.Create(OpCodes.Ldsfld, active), Instruction.Create(OpCodes.Ldc_I4, number),
                    Instruction.Create(OpCodes.Beq, changed[0])]);
                bodies.AddRange([.. changed, Instruction.Create(OpCodes.Br, end)]);
            }
            Instruction[] all = [.. guards, original, Instruction.Create(OpCodes.Br, end), .. bodies, end];
            // The instruction itself stays as the first of the guard: others may jump to it.
            (place.Key.OpCode, place.Key.Operand) = (all[0].OpCode, all[0].Operand);
            Instruction last = place.Key;
            foreach (Instruction next in all.Skip(1))
            {
                code.InsertAfter(last, next);
                last = next;
            }
        }
        foreach (MethodDefinition method in mutants.Select(mutant => mutant.Method).Distinct())
            method.Body.OptimizeMacros();
        module.Write(file);
    }

    private static Instruction Copy(Instruction instruction)
    {
        Instruction copy = Instruction.Create(OpCodes.Nop);
        (copy.OpCode, copy.Operand) = (instruction.OpCode, instruction.Operand);
        return copy;
    }

    private static Instruction Import(ModuleDefinition module, Instruction instruction)
    {
        if (instruction.Operand is MethodReference method)
            instruction.Operand = module.ImportReference(method);
        return instruction;
    }
}
