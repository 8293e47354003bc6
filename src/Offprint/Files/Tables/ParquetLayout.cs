using System.Buffers.Binary;

namespace Offprint.Files.Tables;

/// <summary>
/// A look at a Parquet file before its library reads it: footer, columns and pages must lie where they say. The library does not end on
/// some damaged footers, and believes sizes.
/// </summary>
internal static class ParquetLayout
{
    private const int Magic = 4, Tail = 8;

    // Numbers of fields in Parquet's own definition (parquet.thrift).
    private const int RowGroups = 4, Rows = 3, Columns = 1, MetaData = 3, Values = 5, Compressed = 7, DataPage = 9, DictionaryPage = 11;
    private const int PageBytes = 2, PageCompressed = 3;

    /// <summary>Checks a file.</summary>
    /// <param name="file">All of it.</param>
    /// <exception cref="InvalidDataException">It is no Parquet file, or damaged; the message is a clause that says where.</exception>
    public static void Require(ReadOnlySpan<byte> file)
    {
        if (file.Length < Magic + Tail || !file[..Magic].SequenceEqual("PAR1"u8) || !file[^Magic..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not begin and end as a Parquet file does");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(file[^Tail..]);
        if (length > file.Length - Magic - Tail)
            throw new InvalidDataException($"its footer of {length} bytes is longer than the file");
        var footer = new ThriftCompact(file.Slice(file.Length - Tail - (int)length, (int)length));
        var description = footer.Struct(ParquetShapes.FileMetaData);
        if (footer.Position != length)
            throw new InvalidDataException($"its footer ends after {footer.Position} of {length} bytes");
        foreach (var group in Structs(description, RowGroups))
        {
            long rows = Number(group, Rows);
            foreach (var column in Structs(group, Columns))
                RequireColumn(file[..^Tail], rows, column);
        }
    }

    private static void RequireColumn(ReadOnlySpan<byte> file, long rows, Dictionary<int, object> column)
    {
        if (column.GetValueOrDefault(MetaData) is not Dictionary<int, object> data)
            throw new InvalidDataException("a column has no description");
        long start = Number(data, DataPage), size = Number(data, Compressed);
        if (data.ContainsKey(DictionaryPage) && Number(data, DictionaryPage) is > 0 and var dictionary && dictionary < start)
            start = dictionary;
        if (start < Magic || size < 0 || start > file.Length - size)
            throw new InvalidDataException($"a column of {size} bytes from byte {start} goes beyond the file");
        if (rows < 0 || Number(data, Values) < rows) // a flat column has a value, present or missing, for each row
            throw new InvalidDataException($"a column has {Number(data, Values)} values for {rows} rows");
        ReadOnlySpan<byte> pages = file.Slice((int)start, (int)size);
        while (pages.Length > 0)
        {
            var header = new ThriftCompact(pages);
            var page = header.Struct(ParquetShapes.PageHeader);
            long bytes = Number(page, PageCompressed), unpacked = Number(page, PageBytes);
            if (bytes < 0 || unpacked < 0 || bytes > pages.Length - header.Position)
                throw new InvalidDataException($"a page of {bytes} bytes goes beyond its column");
            pages = pages[(header.Position + (int)bytes)..];
        }
    }

    private static IEnumerable<Dictionary<int, object>> Structs(Dictionary<int, object> of, int field) =>
        of.GetValueOrDefault(field) is List<object> list ? list.OfType<Dictionary<int, object>>() : [];

    private static long Number(Dictionary<int, object> of, int field) => of.GetValueOrDefault(field) is long number
        ? number
        : throw new InvalidDataException($"its field {field} is missing or no number");
}
