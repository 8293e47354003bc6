namespace Offprint.Files.Tables;

/// <summary>The fields that a structure of Thrift's compact protocol may have, by number.</summary>
/// <param name="fields">Number, type on the wire, and what a list or structure holds.</param>
internal sealed class ThriftShape(params IReadOnlyList<(int Number, int Type, ThriftField? Holds)> fields)
{
    public const int Bool = 1, Int8 = 3, I16 = 4, I32 = 5, I64 = 6, Binary = 8, List = 9, Struct = 12;

    private readonly Dictionary<int, (int Type, ThriftField? Holds)> _fields = fields.ToDictionary(f => f.Number, f => (f.Type, f.Holds));

    /// <summary>A structure without fields.</summary>
    public static ThriftShape Empty { get; } = new();

    /// <summary>What a field holds: its type must be the one that is defined; one that is not known may only be a single value.</summary>
    /// <exception cref="InvalidDataException">It is not; readers differ in how they skip what they do not know, and some never
    /// end.</exception>
    public ThriftField? Field(int number, int type)
    {
        int kind = type == 2 ? Bool : type; // true and false are two types
        if (!_fields.TryGetValue(number, out var known))
            return kind <= Binary ? null : throw new InvalidDataException($"the unknown field {number} is no single value");
        return known.Type == kind ? known.Holds : throw new InvalidDataException($"field {number} has the type {type}");
    }

    /// <summary>Fields that are single values of one type.</summary>
    public static IEnumerable<(int, int, ThriftField?)> Of(int type, params IReadOnlyList<int> numbers) =>
        numbers.Select(n => (n, type, (ThriftField?)null));

    /// <summary>A list of values of a type, or of structures.</summary>
    public static (int, int, ThriftField?) ListOf(int number, int type, ThriftShape? shape = null) => (number, List, new(type, shape));

    /// <summary>A structure.</summary>
    public static (int, int, ThriftField?) StructOf(int number, ThriftShape shape) => (number, Struct, new(Struct, shape));
}

/// <summary>What a list or structure holds.</summary>
/// <param name="Type">The elements' type on the wire.</param>
/// <param name="Shape">The structure, where it is one.</param>
internal sealed record ThriftField(int Type, ThriftShape? Shape);
