using Offprint.Experiments;
using Offprint.Interactive.Rendering;
using Library = Offprint.Papers.Papers;

namespace Offprint.Interactive.Tests;

/// <summary>Whoever runs a program, and wherever: keys of cells, numbers and texts are the same.</summary>
public sealed class CultureTests
{
    public static TheoryData<string> Slugs => [.. Library.All.Select(paper => paper.Slug)];

    /// <summary>
    /// German separators and a minus that is no hyphen; made here, since the tests run without the data of real cultures.
    /// </summary>
    private static CultureInfo German
    {
        get
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) =
                (",", ".", "−");
            (culture.NumberFormat.PercentDecimalSeparator, culture.NumberFormat.PercentGroupSeparator) = (",", ".");
            (culture.DateTimeFormat.ShortDatePattern, culture.DateTimeFormat.LongTimePattern) = ("dd.MM.yyyy", "HH.mm.ss");
            return culture;
        }
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Keys_of_cells_claims_and_cards_are_the_same_in_a_German_culture(string slug)
    {
        Paper paper = Library.Find(slug);
        string expected = Texts(paper);
        Assert.Equal(expected, In(German, () => Texts(paper)));
        Assert.Contains('.', expected);
    }

    [Fact]
    public void Figures_and_tables_are_the_same_in_a_German_culture()
    {
        Assert.Equal(Drawn(), In(German, Drawn));

        static string Drawn() => string.Join('\n', Samples.All.Values
            .Select(item => CardText.Render(item.Describe()) + CardHtml.Render(item.Describe())));
    }

    [Fact]
    public void The_culture_of_the_test_is_one_that_would_show()
    {
        Assert.Equal("−1.234,5", In(German, () => (-1234.5).ToString("N1", CultureInfo.CurrentCulture)));
        Assert.Equal("-1.5", In(German, () => $"{-1.5}"));
    }

    private static string Texts(Paper paper)
    {
        IEnumerable<string> keys = Enum.GetValues<Profile>().SelectMany(profile => paper.Experiments.SelectMany(e => e.CellKeys(profile)));
        PaperResults results = paper.LoadStored(Profile.Standard);
        return string.Join('\n', [.. keys, CardText.Render(paper.Describe()), CardText.Render(results.Describe()),
            CardHtml.Render(results.Describe())]);
    }

    private static T In<T>(CultureInfo culture, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
