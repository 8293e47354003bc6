using System.Diagnostics;
using Offprint.Experiments;
using Offprint.Files;

namespace Offprint.Papers.Tests;

/// <summary>Results come from committed code: what is stored says from which.</summary>
public class StoredProvenanceTests
{
    [Fact]
    public void Every_stored_result_and_mark_comes_from_a_commit_of_this_history()
    {
        bool isWhole = Git("rev-parse", "--is-shallow-repository") == "false";
        Assert.SkipUnless(isWhole, "Without git and the whole history a commit's place in it is not known.");
        var commits = Stored()
            .SelectMany(cell => new[] { cell.Provenance, cell.Provenance.Marks?.By }.OfType<Provenance>()
                .Select(p => (cell.Name, p.Commit)))
            .GroupBy(c => c.Commit, c => c.Name).ToList();
        Assert.NotEmpty(commits);
        foreach (var commit in commits)
        {
            string what = $"{commit.First()} was computed by {commit.Key}";
            Assert.False(commit.Key.EndsWith('+'), $"{what}, that is by changed sources: commit them and run it again.");
            bool isOurs = Git("merge-base", "--is-ancestor", commit.Key, "HEAD") is not null;
            Assert.True(isOurs, $"{what}, which is not in the history of this commit: run it again.");
        }
    }

    [Fact]
    public void Every_experiment_can_be_verified_within_seconds()
    {
        foreach (var cells in Stored().GroupBy(c => (c.Key.Paper, c.Key.Experiment)))
        {
            StoredCell cheapest = cells.MinBy(c => c.Provenance.Seconds)!;
            Assert.True(cheapest.Provenance.Seconds <= 20 || cheapest.Provenance.Marks is { Reached.Count: > 0 },
                $"{cheapest.Name} took {cheapest.Provenance.Seconds} s and has no marks: let the experiment make some (RunContext.Mark), " +
                $"commit, and run `offprint verify {cells.Key.Paper} --only {cells.Key.Experiment} --record`.");
        }
    }

    [Fact]
    public void What_awaits_recomputation_exists() =>
        Assert.All(Papers.All, paper => Assert.All(paper.Waiting, waiting =>
            Assert.NotEmpty(paper.Experiment(waiting.Experiment).CellKeys(Profile.Standard))));

    private static List<StoredCell> Stored() =>
    [
        .. Papers.All.SelectMany(paper => paper.Experiments.SelectMany(e =>
            e.StoredCells(paper.Slug, Profile.Standard, new ResultStore(ProjectFolders.Results)))),
    ];

    /// <summary>What git says; <see langword="null"/> where it fails or is not installed.</summary>
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = ProjectFolders.Root, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            string text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
