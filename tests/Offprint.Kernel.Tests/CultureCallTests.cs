using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Offprint.Kernel.Tests;

/// <summary>
/// No compiled line turns a number into text by the culture of its thread. Analyzers (CA1304, CA1305) see calls that could name a culture;
/// this sees what the compiler writes itself: interpolations and concatenations.
/// </summary>
public class CultureCallTests
{
    private static readonly HashSet<string> s_sensitive =
    [
        "System.Double", "System.Single", "System.Half", "System.Decimal", "System.Int16", "System.Int32", "System.Int64",
            "System.DateTime", "System.DateTimeOffset",
        "System.TimeSpan",
    ];

    public static TheoryData<string> Assemblies => ["Offprint", "Offprint.Papers", "Offprint.Interactive", "Offprint.Kernel",
        "Offprint.Kernel.Cells"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Numbers_become_text_in_the_invariant_culture_only(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        // What the compiler writes for a record's ToString is left out: it is for debuggers, and no key or text is made of it.
        string[] found =
        [
            .. from type in module.GetTypes()
               from method in type.Methods
               where method.HasBody && method.Name != "PrintMembers"
               from instruction in method.Body.Instructions
               where FollowsTheThread(instruction)
               select $"{method.FullName}: {instruction.Operand}",
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Fact]
    public void A_call_that_follows_the_thread_is_found()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(CultureCallTests).Assembly.Location);
        MethodDefinition Body(string name) => module.GetType(typeof(CultureCallTests).FullName).Methods.Single(m => m.Name == name);
        Assert.Contains(Body(nameof(Concatenated)).Body.Instructions, FollowsTheThread);
        Assert.DoesNotContain(Body(nameof(Interpolated)).Body.Instructions, FollowsTheThread);
    }

    private static string Concatenated(double number) => "n = " + number;

    private static string Interpolated(double number) => $"n = {number}";

    private static bool FollowsTheThread(Instruction instruction)
    {
        if (instruction.Operand is not MethodReference method)
            return false;
        string owner = method.DeclaringType.FullName;
        return method.Name switch
        {
            "ToString" => method.Parameters.All(p => p.ParameterType.FullName == "System.String")
                && (s_sensitive.Contains(owner) || (owner == "System.Object" && Constrained(instruction) is { } type
                    && s_sensitive.Contains(type))),
            // The framework's own handler, not that of src/Shared.
            ".ctor" => owner == "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler"
                && method.DeclaringType is not TypeDefinition
                && method.Parameters.Count == 2,
            "Append" or "Insert" or "Write" or "WriteLine" => owner.StartsWith("System.", StringComparison.Ordinal)
                && method.Parameters.Any(p => s_sensitive.Contains(p.ParameterType.FullName)
                    && p.ParameterType.Name is "Double" or "Single" or "Decimal"),
            _ => false,
        };
    }

    private static string? Constrained(Instruction instruction) =>
        instruction.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference type } ? type.FullName : null;
}
