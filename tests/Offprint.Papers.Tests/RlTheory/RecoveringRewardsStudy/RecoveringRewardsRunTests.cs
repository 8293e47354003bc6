using System.Text.Json;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Papers.RlTheory.RecoveringRewardsStudy;

namespace Offprint.Papers.Tests.RlTheory.RecoveringRewardsStudy;

/// <summary>The smoke profile, whole: it takes a few seconds.</summary>
public sealed class RecoveringRewardsRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_smoke_run_gives_the_same_bits_twice_the_offline_claims_hold_and_all_figures_can_be_drawn()
    {
        var paper = Papers.RecoveringRewards;
        var results = await RunAsync("first");
        await RunAsync("second");
        Assert.Equal(Hashes("first"), Hashes("second"));
        var claims = results.EvaluateClaims();
        foreach (string id in new[] { "order", "quarter", "guarantee", "schedules" })
        {
            var outcome = claims.Single(c => c.Claim.Id == id).Outcome;
            Assert.True(outcome.Verdict == Verdict.Holds, $"{id}: {outcome.Verdict}, {outcome.Measured}, {outcome.Note}");
        }
        foreach (string id in new[] { "ratio-grows", "ratio-rate", "regret-rate", "rivals", "commit-early", "regret-arms" })
            Assert.Equal(Verdict.Undecided, claims.Single(c => c.Claim.Id == id).Outcome.Verdict);
        Func<PaperResults, IDescribable>[] makers =
        [
            r => OfflineFigures.Tiny(r), r => OfflineFigures.Ratios(r), r => OfflineFigures.Ablation(r),
            r => OfflineFigures.AblationTable(r), r => OnlineFigures.Regret(r), r => OnlineFigures.RegretTable(r),
            r => OnlineFigures.Arms(r), r => OnlineFigures.Revenue(r), r => OnlineFigures.LearnedCurves(r),
        ];
        Assert.All(makers, make => Assert.NotEqual("Not computed", results.Show(make).Describe().Title));
        var table = Promotion.Instance(6, 20);
        Assert.Equal(6, OfflineFigures.Envelopes(table, 2).Panels.Count);
        Assert.Equal(6, OfflineFigures.Schedule(table, 2).Values.Count);
    }

    private Task<PaperResults> RunAsync(string store) =>
        Papers.RecoveringRewards.RunAsync(Profile.Smoke, new RunOptions { Store = new ResultStore(_folder[store]) });

    private SortedDictionary<string, string> Hashes(string store) => new(
        Directory.GetFiles(_folder[store], "*.json", SearchOption.AllDirectories).ToDictionary(f => Path.GetFileName(f), f =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(f));
            return document.RootElement.GetProperty("hash").GetString()!;
        }), StringComparer.Ordinal);
}
