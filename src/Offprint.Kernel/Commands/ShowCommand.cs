using System.CommandLine;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Interactive.Charts;
using Offprint.Interactive.Pictures;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint show</c>: a paper, or one of its figures and tables drawn from results that are there.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> s_slug = new("slug") { Description = "The paper's slug." };
    private static readonly Option<string?> s_exhibit = new("--exhibit")
    {
        Description = "One figure or table; a paper's card lists their ids.",
    };
    private static readonly Option<string?> s_png = new("--png") { Description = "Writes the figure's picture to this file." };

    private static readonly Option<Profile> s_profile = new("--profile")
    {
        Description = "Whose results.", DefaultValueFactory = _ => Profile.Standard,
    };

    public static Command Create()
    {
        Command command = new("show", "Shows a paper, or one of its figures and tables.") { s_slug, s_exhibit, s_png, s_profile };
        s_profile.AcceptOnlyFromAmong(RunCommand.Profiles);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        Paper paper = PapersCommand.Find(result.GetRequiredValue(s_slug));
        if (result.GetValue(s_exhibit) is not { } id)
        {
            return result.GetValue(s_png) is null
                ? PapersCommand.Print(paper.Describe())
                : throw new UserException("--png needs --exhibit: which figure?");
        }
        Exhibit exhibit = paper.Exhibits.FirstOrDefault(e => e.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new UserException(
            $"{paper.Slug} has no exhibit '{id}'. {NearNames.Suggestion(id, [.. paper.Exhibits.Select(e => e.Id)])}");
        Card card = Load(paper, result.GetValue(s_profile)).Show(exhibit.Id).Describe();
        if (result.GetValue(s_png) is { } path)
            WritePicture(path, exhibit, card);
        return PapersCommand.Print(card);
    }

    /// <summary>Stored results of a paper; a damaged file is the user's to remove.</summary>
    public static PaperResults Load(Paper paper, Profile profile)
    {
        try
        {
            return paper.LoadStored(profile);
        }
        catch (InvalidDataException e)
        {
            throw UserException.Of(e);
        }
    }

    private static void WritePicture(string path, Exhibit exhibit, Card card)
    {
        if (card.Figures is not [var figure, ..])
            throw new UserException($"'{exhibit.Id}' has no figure to be drawn: {card.Note ?? "it is a table"}");
        ChartPicture picture = ChartPictures.Default.Draw(ChartCache.Json(figure))
            ?? throw new UserException(ChartPictures.Default.TakeNote() ?? "The picture could not be drawn.");
        AtomicFile.Write(path, stream => stream.Write(picture.Png));
    }
}
