using System.Text.Json;
using System.Text.RegularExpressions;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Tensors.Kernels;

namespace Offprint.Papers.Tests;

/// <summary>What every paper must satisfy.</summary>
public sealed partial class PaperConformanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Slugs => [.. Papers.All.Select(p => p.Slug)];

    public static TheoryData<string, Profile> SlugsAndProfiles =>
        [.. from paper in Papers.All from profile in Enum.GetValues<Profile>() select (paper.Slug, profile)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Slugs_are_unique_and_an_unknown_one_lists_them()
    {
        Assert.Equal(Papers.All.Count, Papers.All.Select(p => p.Slug).Distinct().Count());
        string message = Assert.Throws<ArgumentException>(() => Papers.Find("gvhb")).Message;
        Assert.Contains("'gvhb'", message);
        Assert.All(Papers.All, p => Assert.Contains(p.Slug, message));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Names_can_be_folders_and_the_citation_is_complete(string slug)
    {
        var paper = Papers.Find(slug);
        Assert.Matches(KebabCase(), paper.Slug);
        Assert.All(paper.Experiments, e => Assert.Matches(KebabCase(), e.Name));
        Assert.All(paper.Claims, c => Assert.Matches(KebabCase(), c.Id));
        Assert.NotEmpty(paper.Citation.Title);
        Assert.NotEmpty(paper.Citation.Authors);
        Assert.All(paper.Citation.Authors, a => Assert.Contains(' ', a));
        Assert.InRange(paper.Citation.Year, 1950, 2100);
        Assert.Matches("[0-9]{4}$", paper.Citation.Venue);
        if (paper.Citation.ArXiv is { } number)
            Assert.Matches("^[0-9]{4}\\.[0-9]{4,5}$", number);
        Assert.EndsWith(".", paper.Summary);
        Assert.Contains(paper.Citation.Title, paper.Citation.ToString());
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void The_notebook_exists(string slug)
    {
        string notebook = Papers.Find(slug).Notebook;
        Assert.StartsWith("notebooks/", notebook);
        Assert.Equal(slug, Path.GetFileNameWithoutExtension(notebook));
        Assert.SkipUnless(Directory.Exists(Path.Combine(ProjectFolders.Root, "notebooks")),
            "There is no folder of notebooks. Remedy: run the tests in a clone.");
        Assert.True(File.Exists(Path.Combine(ProjectFolders.Root, notebook)), $"{notebook} is missing.");
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Experiments_and_claims_are_named_apart_and_described(string slug)
    {
        var paper = Papers.Find(slug);
        Assert.Equal(paper.Experiments.Count, paper.Experiments.Select(e => e.Name).Distinct().Count());
        Assert.Equal(paper.Claims.Count, paper.Claims.Select(c => c.Id).Distinct().Count());
        Assert.NotEmpty(paper.Claims);
        Assert.All(paper.Experiments, e => Assert.NotEmpty(e.Title));
        Assert.All(paper.Claims, c => Assert.EndsWith(".", c.Statement));
        Assert.All(paper.Claims, c => Assert.NotEmpty(c.Source));
        var card = paper.Describe();
        Assert.Equal(paper.Citation.Title, card.Title);
        Assert.Equal([paper.Experiments.Count, paper.Exhibits.Count, paper.Claims.Count], card.Tables.Select(t => t.Rows.Count));
    }

    /// <summary>The phrase stands under the number in tables: short, and no sentence.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public void A_claim_that_measures_a_number_says_what_the_number_is(string slug)
    {
        var claims = Papers.Find(slug).LoadStored().EvaluateClaims();
        Assert.All(claims.Where(c => c.Outcome.Measured is not null || c.Claim.PaperValue is not null), c =>
        {
            Assert.False(string.IsNullOrWhiteSpace(c.Claim.Quantity), $"{c.Claim.Id} measures {c.Outcome.Measured} of what?");
            Assert.True(c.Claim.Quantity!.Length <= 80 && !c.Claim.Quantity.EndsWith('.'), c.Claim.Quantity);
        });
    }

    /// <summary>Where a paper's options gain a property after results were stored, it stands here, as in the library's list.</summary>
    [Fact]
    public void No_options_of_a_paper_were_added_later() => Assert.Empty(typeof(Papers).Assembly.GetTypes()
        .SelectMany(t => t.GetProperties()).Where(p => p.IsDefined(typeof(AddedLaterAttribute), inherit: false))
        .Select(p => $"{p.DeclaringType!.Name}.{p.Name}"));

    [Theory]
    [MemberData(nameof(SlugsAndProfiles))]
    public void Cells_are_named_apart_and_can_be_files(string slug, Profile profile)
    {
        var paper = Papers.Find(slug);
        Assert.Contains(paper.Experiments, e => e.CellKeys(profile).Count > 0);
        foreach (var experiment in paper.Experiments)
        {
            var keys = experiment.CellKeys(profile);
            Assert.Equal(keys.Count, keys.Distinct(StringComparer.OrdinalIgnoreCase).Count()); // not all file systems tell cases apart
            Assert.All(keys, k => Assert.Matches("^[a-z0-9][a-z0-9.+-]*$", k));
            Assert.Equal(keys, experiment.CellKeys(profile));
        }
    }

    [Theory]
    [MemberData(nameof(SlugsAndProfiles))]
    public async Task Claims_can_be_asked_without_results(string slug, Profile profile)
    {
        var paper = Papers.Find(slug);
        var results = await paper.RunAsync(profile, new RunOptions { OnlyStored = true, Store = new ResultStore(_folder["empty"]) });
        var claims = results.EvaluateClaims();
        Assert.Equal(paper.Claims.Select(c => c.Id), claims.Select(c => c.Claim.Id));
        string command = $"offprint reproduce {slug} --profile {profile.ToString().ToLowerInvariant()}";
        foreach (var (claim, outcome, _) in claims)
        {
            Assert.Equal(Verdict.Undecided, outcome.Verdict);
            Assert.True(outcome.Note!.Contains(command, StringComparison.Ordinal)
                || outcome.Note.Contains("leaves out", StringComparison.Ordinal), $"{claim.Id}: {outcome.Note}");
        }
        Assert.Equal(claims.Count, results.Describe().Tables[0].Rows.Count);
    }

    /// <summary>A statement that stored results contradict says why, as far as we know.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public void A_claim_that_does_not_hold_is_explained(string slug) =>
        Assert.All(Papers.Find(slug).LoadStored().EvaluateClaims().Where(c => c.Outcome.Verdict == Verdict.DoesNotHold),
            c => Assert.False(string.IsNullOrWhiteSpace(c.Claim.Why), $"{c.Claim.Id} does not hold and does not say why."));

    /// <summary>
    /// From stored results every exhibit is a figure or a table with something in it; without results it says what it needs.
    /// </summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public void Exhibits_can_be_drawn(string slug)
    {
        var paper = Papers.Find(slug);
        Assert.NotEmpty(paper.Exhibits);
        Assert.Equal(paper.Exhibits.Count, paper.Exhibits.Select(e => e.Id).Distinct().Count());
        Assert.All(paper.Exhibits, e => Assert.Matches(KebabCase(), e.Id));
        Assert.All(paper.Exhibits, e => Assert.Matches("^(Figure|Table|Section|Theorem|Algorithm|Appendix|Part|ours)", e.Source));
        var stored = paper.LoadStored();
        foreach (Exhibit exhibit in paper.Exhibits)
        {
            var card = stored.Show(exhibit.Id).Describe();
            Assert.True(card.Title != "Not computed", $"{exhibit.Id}: {card.Note}");
            Assert.True(card.Figures.Count + card.Tables.Count(t => t.Rows.Count > 0) > 0, $"{exhibit.Id} shows nothing.");
        }
        var empty = new PaperResults(paper, Profile.Standard, []);
        Assert.All(paper.Exhibits, e => Assert.NotNull(empty.Show(e.Id).Describe()));
    }

    [Theory]
    [MemberData(nameof(Slugs))]
    public void Reported_tables_can_be_read(string slug)
    {
        string folder = Path.Combine(ProjectFolders.Reported, slug);
        Assert.SkipUnless(Directory.Exists(folder),
            $"{slug} has no reported numbers. Remedy: data/reported/{slug}/*.csv, if the paper has numbers.");
        foreach (string file in Directory.GetFiles(folder))
        {
            Assert.EndsWith(".csv", file);
            var table = Papers.Find(slug).Reported(Path.GetFileNameWithoutExtension(file));
            Assert.Matches("Table|Figure|Section", table.Source);
            Assert.Equal(table.Rows.Count, table.Rows.Select(r => r.Name).Distinct().Count());
            Assert.Equal(table.Columns.Count, table.Columns.Distinct().Count());
            Assert.Contains(table.Rows, r => r.Values.Any(double.IsFinite));
        }
    }

    /// <summary>Stale files would be numbers that no code computes any more.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Stored_results_are_readable_and_of_the_code_as_it_is(string slug)
    {
        string folder = Path.Combine(ProjectFolders.Results, slug);
        Assert.SkipUnless(Directory.Exists(folder),
            $"{slug} has no stored results. Remedy: ./offprint reproduce {slug} --profile standard.");
        int loaded = 0;
        foreach (var experiment in Papers.Find(slug).Experiments)
        {
            var results = await StoredAsync(slug, experiment);
            Assert.Equal(experiment.CellKeys(Profile.Standard).Count, results.Cells.Count + results.Missing.Count);
            loaded += results.Cells.Count;
        }
        Assert.Equal(loaded, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
    }

    /// <summary>An entry that outlives its results would hide that later ones are of earlier kernels.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Results_that_wait_are_of_earlier_kernels_and_decide_no_claim(string slug)
    {
        var paper = Papers.Find(slug);
        foreach (WaitingResults entry in paper.Waiting)
        {
            var experiment = paper.Experiments.Single(e => e.Name == entry.Experiment);
            Assert.NotEqual(NetworkKernels.Version, entry.NetworkNumerics);
            Assert.NotEmpty((await StoredAsync(slug, experiment)).Waiting);
        }
        Assert.Equal(paper.Waiting.Count > 0, paper.LoadStored().EvaluateClaims().Any(c => c.Outcome.Verdict == Verdict.Waiting));
    }

    /// <summary>A notebook's outputs show stored results: once it has some, the results must be there.</summary>
    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task A_paper_whose_notebook_is_executed_has_all_its_results(string slug)
    {
        var paper = Papers.Find(slug);
        Assert.SkipUnless(HasOutputs(Path.Combine(ProjectFolders.Root, paper.Notebook)),
            $"{paper.Notebook} is not executed yet. Remedy: ./offprint run {slug} --in-place.");
        foreach (var experiment in paper.Experiments)
            Assert.Empty((await StoredAsync(slug, experiment)).Missing.Select(cell => $"{experiment.Name}: {cell}"));
    }

    private static bool HasOutputs(string notebook)
    {
        if (!File.Exists(notebook))
            return false;
        using var document = JsonDocument.Parse(File.ReadAllBytes(notebook));
        return document.RootElement.GetProperty("cells").EnumerateArray()
            .Any(cell => cell.TryGetProperty("outputs", out var outputs) && outputs.GetArrayLength() > 0);
    }

    private static Task<ExperimentResults> StoredAsync(string slug, IExperiment experiment) => experiment.RunAsync(
        slug, Profile.Standard, new RunOptions { OnlyStored = true, Store = new ResultStore(ProjectFolders.Results),
            Waiting = Papers.Find(slug).Waiting },
        progress: null, CancellationToken.None);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();
}
