using System.CommandLine;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Interactive.Rendering;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint papers</c>: what there is.</summary>
internal static class PapersCommand
{
    public static Command Create()
    {
        Command command = new("papers", "Lists the papers that are reproduced.");
        command.SetAction(_ => Print(new Card("Papers")
        {
            Tables =
            [
                new CardTable("", ["Slug", "Topic", "Year", "Title", "Claims"],
                    [.. Library.All.Select(p => (IReadOnlyList<TableCell>)[p.Slug, Topic(p), p.Citation.Year, p.Citation.Title,
                        p.Claims.Count])]),
            ],
        }));
        return command;
    }

    /// <summary>The folder of a paper's notebook.</summary>
    private static string Topic(Paper paper) => Path.GetFileName(Path.GetDirectoryName(paper.Notebook)!);

    /// <summary>A paper by its slug, in whatever case.</summary>
    /// <exception cref="UserException">There is none; the message names the nearest.</exception>
    public static Paper Find(string slug) => Library.All.FirstOrDefault(p => p.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserException($"There is no paper '{slug}'. {NearNames.Suggestion(slug, [.. Library.All.Select(p => p.Slug)])}");

    public static int Print(Card card)
    {
        Console.Out.WriteLine(CardText.Render(card, Console.IsOutputRedirected ? 160 : Math.Max(80, Console.WindowWidth)));
        return 0;
    }
}
