using static Offprint.Files.Tables.ThriftShape;

namespace Offprint.Files.Tables;

/// <summary>The structures of a Parquet file, as its definition (parquet.thrift) has them.</summary>
internal static class ParquetShapes
{
    private static readonly ThriftShape s_statistics = new([.. Of(Binary, 1, 2, 5, 6), .. Of(I64, 3, 4, 9), .. Of(Bool, 7, 8)]);

    private static readonly ThriftShape s_timeUnit = new([.. Structs(1, 2, 3)]);

    private static readonly ThriftShape s_time = new([.. Of(Bool, 1), StructOf(2, s_timeUnit)]);

    private static readonly ThriftShape s_logicalType = new([.. Structs(1, 2, 3, 4, 6, 11, 12, 13, 14, 15),
        StructOf(5, new([.. Of(I32, 1, 2)])), StructOf(7, s_time), StructOf(8, s_time), StructOf(10, new([.. Of(Int8, 1), .. Of(Bool, 2)]))]);

    private static readonly ThriftShape s_schemaElement = new(
        [.. Of(I32, 1, 2, 3, 5, 6, 7, 8, 9), .. Of(Binary, 4), StructOf(10, s_logicalType)]);

    private static readonly ThriftShape s_keyValue = new([.. Of(Binary, 1, 2)]);

    private static readonly ThriftShape s_columnMetaData = new([.. Of(I32, 1, 4, 15), .. Of(I64, 5, 6, 7, 9, 10, 11, 14),
        ListOf(2, I32), ListOf(3, Binary), ListOf(8, Struct, s_keyValue), StructOf(12, s_statistics),
        ListOf(13, Struct, new([.. Of(I32, 1, 2, 3)])), StructOf(16, new([.. Of(I64, 1), ListOf(2, I64), ListOf(3, I64)]))]);

    private static readonly ThriftShape s_columnChunk = new(
        [.. Of(Binary, 1, 9), .. Of(I64, 2, 4, 6), .. Of(I32, 5, 7), StructOf(3, s_columnMetaData)]);

    private static readonly ThriftShape s_rowGroup = new([.. Of(I64, 2, 3, 5, 6), .. Of(I16, 7),
        ListOf(1, Struct, s_columnChunk), ListOf(4, Struct, new([.. Of(I32, 1), .. Of(Bool, 2, 3)]))]);

    /// <summary>The footer.</summary>
    public static ThriftShape FileMetaData { get; } = new([.. Of(I32, 1), .. Of(I64, 3), .. Of(Binary, 6, 9),
        ListOf(2, Struct, s_schemaElement), ListOf(4, Struct, s_rowGroup), ListOf(5, Struct, s_keyValue),
        ListOf(7, Struct, new([.. Structs(1)]))]);

    /// <summary>What stands before a page.</summary>
    public static ThriftShape PageHeader { get; } = new([.. Of(I32, 1, 2, 3, 4), .. Structs(6),
        StructOf(5, new([.. Of(I32, 1, 2, 3, 4), StructOf(5, s_statistics)])), StructOf(7, new([.. Of(I32, 1, 2), .. Of(Bool, 3)])),
        StructOf(8, new([.. Of(I32, 1, 2, 3, 4, 5, 6), .. Of(Bool, 7), StructOf(8, s_statistics)]))]);

    private static IEnumerable<(int, int, ThriftField?)> Structs(params IReadOnlyList<int> numbers) =>
        numbers.Select(n => StructOf(n, Empty));
}
