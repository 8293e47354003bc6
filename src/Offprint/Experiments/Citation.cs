namespace Offprint.Experiments;

/// <summary>Where a paper was published.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Authors">Its authors, in order.</param>
/// <param name="Year">The year of its first version.</param>
/// <param name="Venue">The journal or conference, with the year.</param>
/// <param name="ArXiv">The arXiv number, or <see langword="null"/>.</param>
public sealed record Citation(string Title, IReadOnlyList<string> Authors, int Year, string Venue, string? ArXiv)
{
    /// <summary>A page where the paper can be read.</summary>
    public string? Url => ArXiv is null ? null : $"https://arxiv.org/abs/{ArXiv}";

    /// <summary>One line: authors, title, venue.</summary>
    /// <returns>At most three authors are named.</returns>
    public override string ToString()
    {
        string authors = Authors.Count <= 3 ? string.Join(", ", Authors) : $"{Authors[0]} et al.";
        string number = ArXiv is null ? "" : $", arXiv {ArXiv}";
        return $"{authors}: {Title}. {Venue}{number}.";
    }
}
