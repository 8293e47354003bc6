namespace Offprint.Kernel.Commands;

/// <summary>Names that a person may have meant.</summary>
internal static class NearNames
{
    private const int Most = 5;

    /// <summary>A sentence: the nearest names, else all.</summary>
    public static string Suggestion(string word, IReadOnlyCollection<string> known)
    {
        string[] near = [.. known.Select(k => (Name: k, Distance: Distance(word, k))).Where(p => IsNear(word, p.Name, p.Distance))
            .OrderBy(p => p.Distance).Select(p => p.Name).Take(Most)];
        return near.Length > 0 ? $"Did you mean {string.Join(", ", near)}?" : $"Known: {string.Join(", ", known)}.";
    }

    private static bool IsNear(string word, string candidate, int distance) =>
        distance <= Math.Max(2, word.Length / 3) || candidate.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Levenshtein's edit distance, whatever the case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
