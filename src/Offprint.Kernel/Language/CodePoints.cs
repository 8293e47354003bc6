namespace Offprint.Kernel.Language;

/// <summary>Positions in text: the protocol counts Unicode code points, .NET's strings count UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The index into a string of a position in code points; one past the end is the end.</summary>
    public static int ToIndex(string text, int position)
    {
        int index = 0;
        for (int seen = 0; seen < position && index < text.Length; seen++)
            index += IsPair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>The position in code points of an index into a string.</summary>
    public static int FromIndex(string text, int index)
    {
        int position = 0;
        for (int i = 0; i < index && i < text.Length; position++)
            i += IsPair(text, i) ? 2 : 1;
        return position;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
