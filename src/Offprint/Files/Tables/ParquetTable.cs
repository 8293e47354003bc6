using Parquet;
using Parquet.Schema;

namespace Offprint.Files.Tables;

/// <summary>Apache Parquet files: one row group, nullable columns of doubles, 64-bit integers, truth values and texts.</summary>
public static class ParquetTable
{
    private const int BytesOfCell = 16;
    private const long Runs = 1 << 14; // a run of equal values takes a few bytes, however long: 16 MB beside what deflate could do

    /// <summary>Writes a table; the file appears under its name only when it is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="IOException">It could not be written; the message names the file.</exception>
    public static void Write(string path, ColumnTable table) =>
        AtomicFile.Write(path, stream => WriteAsync(stream, table).GetAwaiter().GetResult());

    /// <summary>Reads a file whose columns are of those types; integers may be of 32 bits, doubles of single precision.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The table, named by the file.</returns>
    /// <exception cref="InvalidDataException">The file is not Parquet, is damaged, or has a column of another type; the message names
    /// it.</exception>
    public static ColumnTable Read(string path)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            ParquetLayout.Require(file);
            using var stream = new MemoryStream(file);
            return ReadAsync(stream, Path.GetFileNameWithoutExtension(path)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException))
        {
            // The library believes the sizes in a damaged file, so that even memory may be short.
            throw new InvalidDataException($"{path} cannot be read as Parquet: {e.Message}", e);
        }
    }

    private static async Task WriteAsync(Stream stream, ColumnTable table)
    {
        // The writer seeks, which a file that is being written need not allow.
        using var buffer = new MemoryStream();
        DataField[] fields = [.. table.Columns.Select(Field)];
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), buffer).ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            for (int i = 0; i < fields.Length; i++)
                await WriteAsync(group, fields[i], table.Columns[i].Values).ConfigureAwait(false);
        }
        buffer.Position = 0;
        await buffer.CopyToAsync(stream).ConfigureAwait(false);
    }

    private static async Task<ColumnTable> ReadAsync(Stream stream, string name)
    {
        await using var reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        DataField[] fields = reader.Schema.GetDataFields();
        long rows = Enumerable.Range(0, reader.RowGroupCount).Sum(g =>
        {
            using var group = reader.OpenRowGroupReader(g);
            return group.RowCount;
        });
        // Runs compress well, but not without end: a damaged count is not believed.
        CheckedMemory.Check((Int128)rows * Math.Max(fields.Length, 1) * BytesOfCell, stream.Length + Runs, "it",
            CheckedMemory.DeflateLimit);
        var values = fields.Select(_ => new List<object?>()).ToList();
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            for (int i = 0; i < fields.Length; i++)
                values[i].AddRange((await ReadAsync(group, fields[i]).ConfigureAwait(false)).Cast<object?>());
        }
        return new(name, [.. fields.Select((field, i) => TableColumnData.Of(field.Name, [.. values[i]]))]);
    }

    private static Task WriteAsync(ParquetRowGroupWriter group, DataField field, Array values) => values switch
    {
        double?[] numbers => group.WriteAsync<double>(field, numbers),
        long?[] counts => group.WriteAsync<long>(field, counts),
        bool?[] truths => group.WriteAsync<bool>(field, truths),
        _ => group.WriteAsync(field, (string?[])values),
    };

    private static async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        int rows = checked((int)group.RowCount);
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory()!).ConfigureAwait(false);
            return texts;
        }
        return field.ClrType switch
        {
            var t when t == typeof(double) => await ReadAsync<double>(group, field, rows).ConfigureAwait(false),
            var t when t == typeof(float) => await ReadAsync<float>(group, field, rows).ConfigureAwait(false),
            var t when t == typeof(long) => await ReadAsync<long>(group, field, rows).ConfigureAwait(false),
            var t when t == typeof(int) => await ReadAsync<int>(group, field, rows).ConfigureAwait(false),
            var t when t == typeof(bool) => await ReadAsync<bool>(group, field, rows).ConfigureAwait(false),
            _ => throw new NotSupportedException(
                $"the column '{field.Name}' is of the type {field.ClrType.Name}; this reader takes numbers, truth values and texts."),
        };
    }

    private static async Task<T?[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct
    {
        var values = new T?[rows];
        await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
        return values;
    }

    private static DataField Field(TableColumnData column) => column.Values switch
    {
        double?[] => new DataField<double?>(column.Name),
        long?[] => new DataField<long?>(column.Name),
        bool?[] => new DataField<bool?>(column.Name),
        _ => new DataField<string>(column.Name),
    };
}
