using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files.Tables;
using Library = Offprint.Papers.Papers;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint claims</c>: what stored results say of the papers' statements.</summary>
internal static class ClaimsCommand
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Argument<string?> s_slug = new("slug") { Description = "Only this paper's claims.",
        Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> s_paper = new("--paper") { Description = "Only this paper's claims." };
    private static readonly Option<Profile> s_profile = new("--profile") { Description = "Whose results.", DefaultValueFactory = _ =>
        Profile.Standard };
    private static readonly Option<bool> s_asJson = new("--json") { Description = "Prints JSON: one object a claim." };
    private static readonly Option<bool> s_asCsv = new("--csv") { Description = "Prints comma-separated text: one line a claim." };

    public static Command Create()
    {
        Command command = new("claims", "Lists claims with their measured values, from stored results.") { s_slug, s_paper, s_profile,
            s_asJson, s_asCsv };
        s_profile.AcceptOnlyFromAmong(RunCommand.Profiles);
        command.SetAction(result =>
        {
            var papers = (result.GetValue(s_slug) ?? result.GetValue(s_paper)) is { } slug ? [PapersCommand.Find(slug)] : Library.All;
            var profile = result.GetValue(s_profile);
            var claims = papers
                .SelectMany(paper => ShowCommand.Load(paper, profile).EvaluateClaims().Select(claim => (Paper: paper, Claim: claim)))
                .ToList();
            return result.GetValue(s_asCsv) ? PrintCsv(claims) : result.GetValue(s_asJson) ? PrintJson(claims) : PrintTables(claims);
        });
        return command;
    }

    private static int PrintCsv(IReadOnlyList<(Paper Paper, EvaluatedClaim Claim)> claims)
    {
        ColumnTable table = ClaimTable.ToTable([.. claims.Select(c => c.Claim)]);
        var slugs = new TableColumnData("paper", claims.Select(c => (string?)c.Paper.Slug).ToArray());
        Console.Out.Write(CsvTable.Text(table with { Columns = [slugs, .. table.Columns] }));
        return 0;
    }

    private static int PrintTables(IReadOnlyList<(Paper Paper, EvaluatedClaim Claim)> claims)
    {
        foreach (var group in claims.GroupBy(c => c.Paper))
        {
            PapersCommand.Print(new Card(group.Key.Citation.Title)
            {
                Subtitle = $"{group.Key.Slug}, {group.First().Claim.Profile.ToString().ToLowerInvariant()} results",
                Tables = [ClaimTable.Of([.. group.Select(c => c.Claim)])],
            });
        }
        return 0;
    }

    private static int PrintJson(IReadOnlyList<(Paper Paper, EvaluatedClaim Claim)> claims)
    {
        var rows = claims.Select(c => new Row(
            c.Paper.Slug, c.Claim.Claim.Id, c.Claim.Claim.Kind.ToString().ToLowerInvariant(), c.Claim.Claim.Statement, c.Claim.Claim.Source,
            c.Claim.Claim.Quantity,
            c.Claim.Outcome.Verdict switch { Verdict.Holds => true, Verdict.DoesNotHold => false, _ => null },
            c.Claim.Outcome.Measured, c.Claim.Outcome.Interval?.Low, c.Claim.Outcome.Interval?.High, c.Claim.Claim.PaperValue,
            c.Claim.Outcome.Seeds, c.Claim.Profile.ToString().ToLowerInvariant(), c.Claim.Outcome.Note));
        Console.Out.WriteLine(JsonSerializer.Serialize(rows, s_json));
        return 0;
    }

    private sealed record Row(
        [property: JsonPropertyName("paper")] string Paper,
        [property: JsonPropertyName("claim")] string Claim,
        [property: JsonPropertyName("kind")] string Kind,
        [property: JsonPropertyName("statement")] string Statement,
        [property: JsonPropertyName("source")] string Source,
        [property: JsonPropertyName("quantity")] string? Quantity,
        [property: JsonPropertyName("holds")] bool? Holds,
        [property: JsonPropertyName("measured")] double? Measured,
        [property: JsonPropertyName("low")] double? Low,
        [property: JsonPropertyName("high")] double? High,
        [property: JsonPropertyName("reported")] double? Reported,
        [property: JsonPropertyName("seeds")] IReadOnlyList<int> Seeds,
        [property: JsonPropertyName("profile")] string Profile,
        [property: JsonPropertyName("note")] string? Note);
}
