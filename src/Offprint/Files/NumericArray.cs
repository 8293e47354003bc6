using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Offprint.Files;

/// <summary>
/// A rectangular array of numbers, as array files hold it: a shape, and elements in C order (the last index runs fastest).
/// </summary>
public sealed class NumericArray
{
    /// <summary>Joins a shape and elements.</summary>
    /// <param name="shape">The length of each dimension; empty for a single number.</param>
    /// <param name="values">
    /// The elements in C order: an array of <see cref="byte"/>, <see cref="sbyte"/>, <see cref="bool"/>, <see cref="short"/>,
    /// <see cref="ushort"/>, <see cref="int"/>, <see cref="uint"/>, <see cref="long"/>, <see cref="ulong"/>, <see cref="float"/> or
    /// <see cref="double"/>. Not copied.
    /// </param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements, or their type is another one.</exception>
    public NumericArray(IReadOnlyList<int> shape, Array values)
    {
        if (values.GetType().GetElementType() is not { } type || SizeOf(type) == 0 || values.Rank != 1)
            throw new ArgumentException($"Arrays of {values.GetType()} are not supported.", nameof(values));
        if (CountOf(shape) != values.Length)
            throw new ArgumentException($"Shape {Text(shape)} does not hold {values.Length} elements.", nameof(shape));
        Shape = [.. shape];
        Values = values;
        ElementType = type;
    }

    /// <summary>The length of each dimension.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements in C order.</summary>
    public Array Values { get; }

    /// <summary>The elements' type.</summary>
    public Type ElementType { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Values.Length;

    /// <summary>The elements, where their type is known.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <returns>The array itself, not a copy.</returns>
    /// <exception cref="InvalidCastException">The elements are of another type.</exception>
    public T[] As<T>()
        where T : struct
        => ElementType == typeof(T)
            ? (T[])Values
            : throw new InvalidCastException($"The array {this} holds {ElementType.Name}, not {typeof(T).Name}.");

    /// <inheritdoc/>
    public override string ToString() => $"{ElementType.Name} {Text(Shape)}";

    /// <summary>The bytes of an element; 0 for a type that is not supported.</summary>
    internal static int SizeOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte or TypeCode.SByte or TypeCode.Boolean => 1,
        TypeCode.Int16 or TypeCode.UInt16 => 2,
        TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
        TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
        _ => 0,
    };

    /// <summary>The bytes of an element in a file: files may hold half precision, too.</summary>
    internal static int StoredSizeOf(Type type) => type == typeof(Half) ? 2 : SizeOf(type);

    /// <summary>The product of the lengths, saturated so that absurd headers cannot overflow; negative lengths give −1.</summary>
    internal static long CountOf(IReadOnlyList<int> shape)
    {
        UInt128 count = 1;
        foreach (int length in shape)
        {
            if (length < 0)
                return -1;
            count = UInt128.Min(count * (uint)length, long.MaxValue);
        }
        return (long)count;
    }

    internal static string Text(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>
    /// Reads elements from raw bytes, which hold exactly <paramref name="count"/> of them. Half precision becomes float32.
    /// </summary>
    internal static Array Decode(ReadOnlySpan<byte> bytes, Type type, int count, bool bigEndian)
    {
        var values = Array.CreateInstance(type, count);
        bytes.CopyTo(BytesOf(values));
        return Decoded(values, bigEndian);
    }

    /// <summary>The memory of an array, to be filled with raw bytes.</summary>
    internal static Span<byte> BytesOf(Array values) => MemoryMarshal.CreateSpan(
        ref MemoryMarshal.GetArrayDataReference(values), values.Length * StoredSizeOf(values.GetType().GetElementType()!));

    /// <summary>What an array that was filled with a file's bytes means: in the machine's byte order, half precision as float32.</summary>
    internal static Array Decoded(Array values, bool bigEndian)
    {
        Span<byte> bytes = BytesOf(values);
        if (bigEndian == BitConverter.IsLittleEndian)
            SwapBytes(bytes, StoredSizeOf(values.GetType().GetElementType()!));
        switch (values)
        {
            case Half[] halves:
                return Array.ConvertAll(halves, half => (float)half);
            case bool[]:
                foreach (ref byte flag in bytes)
                    flag = flag != 0 ? (byte)1 : (byte)0; // a true of other bits would not equal true
                return values;
            default:
                return values;
        }
    }

    /// <summary>The raw bytes of the elements.</summary>
    internal byte[] Encode(bool bigEndian)
    {
        int size = SizeOf(ElementType);
        byte[] bytes = MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(Values), Count * size).ToArray();
        if (bigEndian == BitConverter.IsLittleEndian)
            SwapBytes(bytes, size);
        return bytes;
    }

    private static void SwapBytes(Span<byte> bytes, int size)
    {
        if (size == 2)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
        else if (size == 4)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
        else if (size == 8)
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
    }
}
