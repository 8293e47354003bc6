namespace Offprint.Files.Tables;

/// <summary>A line of a file of separated fields without quotes, whose fields are asked for by column.</summary>
internal readonly struct DelimitedLine
{
    private readonly string _path;
    private readonly int _line;
    private readonly string[] _header, _fields;

    /// <summary>Takes a line apart.</summary>
    /// <exception cref="InvalidDataException">It has not as many fields as the header.</exception>
    public DelimitedLine(string path, int line, string[] header, string text, char separator = ',')
    {
        (_path, _line, _header, _fields) = (path, line, header, text.Split(separator));
        if (_fields.Length != header.Length)
            throw new InvalidDataException(
                $"{path}, line {line}: {_fields.Length} fields for {header.Length} columns; is the file cut off?");
    }

    public string Text(int column) => _fields[column];

    public int Integer(int column, int low, int high) =>
        int.TryParse(_fields[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value : throw Bad(column, $"a whole number from {low} to {high}");

    public double Number(int column) =>
        double.TryParse(_fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw Bad(column, "a finite number");

    private InvalidDataException Bad(int column, string what) =>
        new($"{_path}, line {_line}, column '{_header[column]}': '{_fields[column]}' is not {what}.");
}
