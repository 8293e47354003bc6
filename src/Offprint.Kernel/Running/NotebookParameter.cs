using Microsoft.CodeAnalysis.CSharp;

namespace Offprint.Kernel.Running;

/// <summary>A variable that a notebook's <c>parameters</c> cell declares.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Type">Its C# type as a keyword, such as <c>int</c>; another type's text if it is none of those that can be set.</param>
internal sealed record NotebookParameter(string Name, string Type)
{
    public override string ToString() => $"{Name} ({Type})";

    /// <summary>A value given as text, as a C# literal of this type; null if it is not one.</summary>
    public string? ToLiteral(string value) => Type.TrimEnd('?') switch
    {
        "string" => SymbolDisplay.FormatLiteral(value, quote: true),
        "char" => value.Length == 1 ? SymbolDisplay.FormatLiteral(value[0], quote: true) : null,
        "bool" => bool.TryParse(value, out bool b) ? (b ? "true" : "false") : null,
        "int" => Number<int>(value, NumberStyles.AllowLeadingSign, ""),
        "long" => Number<long>(value, NumberStyles.AllowLeadingSign, "L"),
        "uint" => Number<uint>(value, NumberStyles.None, "u"),
        "ulong" => Number<ulong>(value, NumberStyles.None, "ul"),
        "float" => Finite(Number<float>(value, NumberStyles.Float, "f")),
        "double" => Finite(Number<double>(value, NumberStyles.Float, "d")),
        "decimal" => Number<decimal>(value, NumberStyles.Float, "m"),
        _ => null,
    };

    private static string? Number<T>(string value, NumberStyles style, string suffix) where T : struct, System.Numerics.INumber<T> =>
        T.TryParse(value, style, CultureInfo.InvariantCulture, out T number)
            ? number.ToString(null, CultureInfo.InvariantCulture) + suffix
            : null;

    /// <summary>Infinity and NaN are no literals.</summary>
    private static string? Finite(string? literal) => literal?.Contains('N', StringComparison.OrdinalIgnoreCase) == true ? null : literal;
}
