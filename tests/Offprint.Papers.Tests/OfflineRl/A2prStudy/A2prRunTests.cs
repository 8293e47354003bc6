using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Papers.OfflineRl.A2prStudy;

namespace Offprint.Papers.Tests.OfflineRl.A2prStudy;

/// <summary>The bandit's smoke profile with fewer updates: figures, claims, and the same bits twice.</summary>
public sealed class A2prRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_bandits_claims_are_decided_and_its_figures_can_be_drawn()
    {
        A2prPaper paper = Papers.A2pr;
        PaperResults results = await paper.RunAsync(Profile.Smoke, new RunOptions
        {
            Store = new ResultStore(_folder["store"]), Experiments = [paper.Improvement.Name, paper.Bandit.Name],
        }, cancellation: TestContext.Current.CancellationToken);
        var claims = results.EvaluateClaims();
        foreach (string id in new[] { "improvement", "bandit-model" })
            Assert.Equal(Verdict.Holds, claims.Single(c => c.Claim.Id == id).Outcome.Verdict);
        Func<PaperResults, IDescribable>[] makers =
        [
            r => BanditFigures.Improvement(r), r => BanditFigures.EndPoints(r), r => BanditFigures.Models(r),
            r => BanditFigures.Advantages(r), r => BanditFigures.Distances(r),
        ];
        Assert.All(makers, make => Assert.NotEqual("Not computed", results.Show(make).Describe().Title));
        Assert.Equal("Not computed", results.Show(r => TrainingFigures.Scores(r)).Describe().Title);

        // The same bits for the same seeds, and another end for another seed.
        BanditStudy study = paper.Bandit;
        var cell = study.Cells(Profile.Smoke).Single(c => c.Settings.Method.Equals(BanditClaims.A2pr));
        cell = cell with { Settings = cell.Settings with { Updates = 20, Look = 0 } };
        double[][] Ends(int seed) =>
            [.. study.Run(cell, new([seed], new Artifacts(_folder["cache"]), null, CancellationToken.None)).EndPoints];
        Assert.Equal(Ends(1), Ends(1));
        Assert.NotEqual(Ends(1), Ends(2));
    }
}
