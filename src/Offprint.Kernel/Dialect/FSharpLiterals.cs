namespace Offprint.Kernel.Dialect;

/// <summary>Tells whether F# code ends inside a text or a comment that goes on in the next line.</summary>
internal static class FSharpLiterals
{
    /// <param name="lines">The lines above the one in question.</param>
    public static bool Contain(ReadOnlySpan<string> lines)
    {
        string code = string.Join('\n', lines) + "\n";
        string? open = null;
        for (int i = 0; i < code.Length; i++)
        {
            ReadOnlySpan<char> rest = code.AsSpan(i);
            if (open is null)
            {
                if (rest.StartsWith("//"))
                    i += rest.IndexOf('\n');
                else if (Opening(rest) is { } found)
                    (open, i) = (found.End, i + found.Length - 1);
            }
            else if (open == "\"" && rest[0] == '\\')
            {
                i++;
            }
            else if (rest.StartsWith(open))
            {
                i += open.Length - 1;
                open = null;
            }
        }
        return open is not null;
    }

    /// <summary>What ends the text or comment that begins here, and the length of its beginning; null if none begins.</summary>
    private static (string End, int Length)? Opening(ReadOnlySpan<char> rest) =>
        rest.StartsWith("\"\"\"") ? ("\"\"\"", 3)
        : rest.StartsWith("@\"") ? ("\"", 2)
        : rest[0] == '"' ? ("\"", 1)
        : rest.StartsWith("'\"'") ? ("'", 2)
        : rest.StartsWith("(*") && !rest.StartsWith("(*)") ? ("*)", 2)
        : null;
}
