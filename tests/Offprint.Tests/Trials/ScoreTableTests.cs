using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Statistics;
using Offprint.Trials;

namespace Offprint.Tests.Trials;

public sealed class ScoreTableTests
{
    private static readonly SelectionCost s_none = SelectionCost.None("the authors'");

    private static readonly List<CellResult<Trial, TrialResult>> s_results = TrialCases.Results(
        (100, "old", [10, 20, 30]), (100, "newer", [12, 21, 33]), (200, "old", [0, 0, 0]), (200, "newer", [5, 1, 3]));

    [Fact]
    public void Scores_are_found_by_data_and_method_and_averaged_over_the_last_evaluations()
    {
        ScoreTable table = ScoreTable.Of(s_results, s_none);
        Assert.Equal(["identity-100", "identity-200"], table.Data);
        Assert.Equal(["old", "newer"], table.Methods);
        Assert.Equal([12, 21, 33], table["identity-100", "newer"]);
        Assert.Equal([11, 20, 32], ScoreTable.Of(s_results, s_none, 2)["identity-100", "newer"]);
        Assert.Equal([11, 20, 32], ScoreTable.Of(s_results, s_none, 9)["identity-100", "newer"]); // never the untrained policy
        Assert.Equal(MeanInterval.StudentT([10, 20, 30]), table.Mean("identity-100", "old"));
        Assert.Contains("'best' on 'identity-100'", Assert.Throws<MissingResultsException>(() => table["identity-100", "best"]).Message);
    }

    [Fact]
    public void Gains_are_paired_by_data_and_seed()
    {
        ScoreTable table = ScoreTable.Of(s_results, s_none);
        double[] differences = [2, 1, 3, 5, 1, 3];
        Assert.Equal(MeanInterval.StudentT(differences), table.Gain("newer", "old").Difference);
        Assert.Equal(MeanInterval.StudentT(differences.AsSpan(3)), table.Gain("newer", "old", "identity-200").Difference);
        ClaimOutcome holds = table.Higher("newer", "old"), reverse = table.Higher("old", "newer"),
            alone = table.Higher("newer", "old", "identity-200", margin: 1);
        Assert.Equal((Verdict.Holds, Verdict.DoesNotHold, Verdict.DoesNotHold), (holds.Verdict, reverse.Verdict, alone.Verdict));
        Assert.Equal(2.5, holds.Measured);
        Assert.Equal([1, 2, 3], holds.Seeds);
        Assert.Equal(table.Gain("newer", "old").Difference.Interval, holds.Interval);
        Assert.Equal(new AggregateScores([[12, 21, 33], [5, 1, 3]]).InterquartileMean(), table.Pooled("newer").InterquartileMean());
    }

    /// <summary>A method that is the same on one data set under two names is one training there.</summary>
    [Fact]
    public void Columns_are_found_by_value()
    {
        Method old = TrialCases.Method("old", 3), newer = TrialCases.Method("newer", 5);
        ScoreTable table = ScoreTable.Of(s_results, [new("plain", _ => old),
            new("tuned", data => data.Name == "identity-100" ? newer : old)], s_none);
        Assert.Equal([12, 21, 33], table["identity-100", "tuned"]);
        Assert.Equal(table["identity-200", "plain"], table["identity-200", "tuned"]);
        Assert.False(ScoreTable.Of(s_results, [new("none", _ => TrialCases.Method("x", 9))], s_none).Contains("identity-100", "none"));
    }

    [Fact]
    public void Tables_stand_beside_the_papers_numbers_and_say_what_the_choice_consumed()
    {
        var cost = SelectionCost.Of(s_results, 2, "learning rates");
        // 4 trainings of 3 seeds, 2 evaluations of 3 episodes
        Assert.Equal((12, 24, 72), (cost.Trainings, cost.Evaluations, cost.Episodes));
        ScoreTable table = ScoreTable.Of(s_results, cost);
        var reported = new ReportedTable("scores", "Table 7", ["method", "identity-100"], [("newer", [40.5])]);
        CardTable shown = table.Table("Scores", reported);
        Assert.Equal(["Data set", "old", "newer", "reported: newer"], shown.Columns.Select(c => c.Name));
        Assert.Equal(((TableCell)40.5).With(Emphasis.Muted), shown.Rows[0][3]);
        Assert.Equal("interquartile mean", shown.Rows[2][0].ToString());
        Assert.Contains("Table 7", shown.Note);
        Assert.Contains("24 of 3 episodes, of 12 trainings (learning rates)", shown.Note);
        Assert.Contains("none (the authors')", ScoreTable.Of(s_results, s_none).Bars("Scores").Caption);
        PanelFigure curves = table.Curves("Curves");
        var panel = (LineFigure)curves.Panels[1];
        Assert.Equal([-1000, 1, 3], panel.Series[1].Y);
        Assert.Equal(25, panel.References[0].Value);
    }

    [Fact]
    public void Results_that_do_not_belong_together_are_refused()
    {
        var two = TrialCases.Results((100, "old", [1, 2]), (100, "old", [3, 4]));
        Assert.Contains("two trials of 'old'", Assert.Throws<ArgumentException>(() => ScoreTable.Of(two, s_none)).Message);
        var seeds = TrialCases.Results((100, "old", [1, 2]), (100, "newer", [3]));
        Assert.Contains("different seeds", Assert.Throws<ArgumentException>(() => ScoreTable.Of(seeds, s_none)).Message);
    }
}
