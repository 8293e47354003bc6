using Offprint.Experiments;

namespace Offprint.Interactive.Tests;

public class NotebookProgressTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _shown = [];

    private NotebookProgress Make() => new(_time, () => new DelegateDisplay((value, _) =>
    {
        Add(value);
        return Add;
    }));

    private void Add(object value) => _shown.Add(((ProgressView)value).ToText());

    private static RunProgress At(double done) => new("Training", done, 1000, TimeSpan.FromSeconds(done), $"step {done}");

    [Fact]
    public void A_thousand_reports_in_two_seconds_are_nine_updates_at_most_and_the_last_is_shown()
    {
        using var progress = Make();
        for (int i = 0; i <= 1000; i++)
        {
            progress.Report(At(i));
            _time.Advance(TimeSpan.FromMilliseconds(2));
        }
        Assert.InRange(_shown.Count, 7, 10);
        Assert.Contains("1000 of 1000", _shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_a_burst_appears_though_nothing_follows()
    {
        using var progress = Make();
        progress.Report(At(1));
        progress.Report(At(2));
        progress.Report(At(3));
        Assert.Single(_shown);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(2, _shown.Count);
        Assert.Contains("step 3", _shown[^1], StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _shown.Count);
    }

    [Fact]
    public void Disposing_shows_what_waits()
    {
        var progress = Make();
        progress.Report(At(1));
        progress.Report(At(2));
        progress.Dispose();
        Assert.Contains("step 2", _shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_notebook_reports_go_nowhere()
    {
        using var progress = new NotebookProgress(_time, () => null);
        progress.Report(At(1));
        progress.Report(At(1000));
        Assert.Empty(_shown);
    }

    [Fact]
    public void It_says_how_much_is_done_how_long_it_took_and_what_is_left()
    {
        var view = new ProgressView(new RunProgress("Cells & <more>", 3, 12, TimeSpan.FromSeconds(75), "order 4"));
        Assert.Equal("Cells & <more> [██████░░░░░░░░░░░░░░░░░░] 25 % (3 of 12) · 1:15 elapsed, about 3:45 left · order 4", view.ToText());
        var root = Xhtml.Parse(view.ToHtml());
        Assert.Equal("25", root.Elements("div").Single().Attribute("aria-valuenow")!.Value);
        Assert.Equal("Cells & <more>", root.WithClass("op-strong").Single().Value);
    }

    [Fact]
    public void Long_runs_are_counted_in_hours_and_unknown_rests_are_left_out()
    {
        Assert.Contains("2:00:05 elapsed", new ProgressView(new RunProgress("x", 1, 2, TimeSpan.FromSeconds(7205))).ToText(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("left", new ProgressView(new RunProgress("x", 0, 2, TimeSpan.Zero)).ToText(), StringComparison.Ordinal);
    }
}
