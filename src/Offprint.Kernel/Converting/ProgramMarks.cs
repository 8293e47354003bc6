using System.Text.RegularExpressions;

namespace Offprint.Kernel.Converting;

/// <summary>The comments by which a C# program stays a notebook.</summary>
internal static partial class ProgramMarks
{
    /// <summary>Begins a section: a cell, or one of those named below.</summary>
    public const string Section = "// %%";

    /// <summary>What sections and types begin with; a cell's own comments of this form are set aside.</summary>
    public const string AnyMark = "// %";

    public const string Notebook = "notebook";
    public const string Types = "types";
    public const string Program = "program";

    /// <summary>
    /// Before a line of a C# cell that acts elsewhere in the program (a using, a package) or cannot act in one (a magic).
    /// </summary>
    public const string Inert = "//|";

    /// <summary>In place of a type, and with its text: a program wants its types after its statements.</summary>
    public const string TypeHere = "// %> ", TypeOf = "// %< ";

    /// <summary>Around a last expression, which a notebook shows and a program must.</summary>
    public const string ResultBegin = "/*=*/ Result(() => ", AsyncResultBegin = "/*=*/ await ResultAsync(async () => ",
        ResultEnd = "); /*=*/";

    /// <summary>A section's line: what it is, C# where that is left out, and its fields.</summary>
    [GeneratedRegex(@"^// %%(?: \[(?<kind>[\w#-]+)\])?(?: (?<fields>\{.*\}))?\s*$")]
    public static partial Regex SectionLine();

    /// <summary>
    /// A line of text or of another language as a comment; one that would then look like a section's is marked with a backslash.
    /// </summary>
    public static string CommentText(string line) => Comment("//", SectionLike().IsMatch(line) ? "\\" + line : line);

    public static string UncommentText(string line) =>
        Uncomment("//", line) is var text && text.StartsWith('\\') && SectionLike().IsMatch(text[1..]) ? text[1..] : text;

    /// <summary>A line as a comment that <see cref="Uncomment"/> reads back.</summary>
    public static string Comment(string mark, string line) => line.Length == 0 ? mark : $"{mark} {line}";

    [GeneratedRegex(@"^\\*%%")]
    private static partial Regex SectionLike();

    public static string Uncomment(string mark, string line) =>
        line.StartsWith(mark + " ", StringComparison.Ordinal) ? line[(mark.Length + 1)..] : line == mark ? "" : line;
}
