using Offprint.Experiments;

namespace Offprint.Tests.Experiments;

public class ProgressTests
{
    [Theory]
    [InlineData(1, 4, 30.0)]
    [InlineData(2, 4, 10.0)]
    [InlineData(4, 4, 0.0)]
    [InlineData(5, 4, 0.0)]
    public void The_time_left_is_that_of_the_same_speed(double done, double total, double seconds)
    {
        var progress = new RunProgress("stage", done, total, TimeSpan.FromSeconds(10));
        Assert.Equal(seconds, progress.Remaining!.Value.TotalSeconds, 1e-6);
        Assert.Equal(Math.Min(1, done / total), progress.Fraction);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    public void Nothing_is_known_before_the_first_work(double done, double total)
    {
        var progress = new RunProgress("stage", done, total, TimeSpan.FromSeconds(10));
        Assert.Equal(0, progress.Fraction);
        Assert.Null(progress.Remaining);
    }

    [Fact]
    public void Cells_side_by_side_add_up_without_what_was_stored()
    {
        var log = new ProgressLog();
        var meter = new ProgressMeter("stage", total: 10, done: 4, log);
        meter.Update("a", 1, "loss 3");
        meter.Update("b", 2, null);
        meter.Update("a", 3, null);
        meter.Finish("a", 3);
        meter.Finish("b", 3);
        Assert.Equal([1, 3, 5, 5, 6], log.Reports.Select(r => r.Done));
        Assert.All(log.Reports, r => Assert.Equal(6, r.Total));
        Assert.Equal("a: loss 3", log.Reports[0].Detail);
        Assert.Equal("b", log.Reports[1].Detail);
    }

    [Fact]
    public void A_cell_that_counts_its_parts_one_after_the_other_does_not_go_back()
    {
        var log = new ProgressLog();
        var meter = new ProgressMeter("stage", total: 1, done: 0, log);
        foreach (double share in new[] { 0.5, 1.0, 0.1, 0.9 }) // a training, then the sampling
            meter.Update("a", share, null);
        meter.Finish("a", 1);
        Assert.Equal([0.5, 1, 1, 1, 1], log.Reports.Select(r => r.Done));
    }

    [Fact]
    public void A_preparation_does_not_hide_the_work_that_follows()
    {
        List<(double Share, string? Detail)> log = [];
        var context = new RunContext([1], Artifacts.Default, (share, detail) => log.Add((share, detail)), CancellationToken.None);
        context.ReportPreparation(0.5, "pretraining");
        context.Report(1, 4, "training");
        Assert.Equal([(0, "pretraining, 50 %"), (0.25, "training")], log);
    }
}
