using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files.Tables;

namespace Offprint.Tests.Experiments;

/// <summary>Methods as values in the settings of cells: keys, tables and mistakes.</summary>
public class MethodsInSettingsTests
{
    /// <summary>Averages the largest values.</summary>
    public sealed record Method([property: Range(1, 9)] int Values, double Weight = 1) : ILabeled
    {
        [JsonIgnore]
        public string Label => $"best of {Values}";
    }

    public enum Problem
    {
        TwoHills,
    }

    public sealed record Settings(Problem Problem, double Scale, IReadOnlyList<Method> Methods) : ICellSettings
    {
        [JsonIgnore]
        public string Key => KeyText.Of(Problem, Scale, Methods[0]);
    }

    public sealed record Part(Method Method, double Score);

    public sealed record Result(IReadOnlyList<Part> Parts);

    private sealed class Study(params Settings[] settings) : Experiment<Settings, Result>
    {
        public override string Name => "study";

        public override string Title => "A study";

        public override IReadOnlyList<Cell<Settings>> Cells(Profile profile) => [.. settings.Select(s => Cell.Of(s, [1]))];

        public override Result Run(Cell<Settings> cell, RunContext context) =>
            new([.. cell.Settings.Methods.Select(m => new Part(m, m.Weight))]);
    }

    [Fact]
    public void A_cells_name_follows_from_its_settings()
    {
        Assert.Equal(["two-hills-7.5-best-of-3"], new Study(new Settings(Problem.TwoHills, 7.5, [new(3)])).CellKeys(Profile.Smoke));
        Assert.Equal("dpm-solverpp-2m-b", KeyText.Of("DPM-Solver++(2M)", null, "B₂ "));
    }

    [Fact]
    public void Tables_name_a_method_and_give_its_options_beside_the_name()
    {
        var study = new Study(new Settings(Problem.TwoHills, 1, [new(3), new(5, 2)]));
        var cell = study.Cells(Profile.Smoke)[0];
        var result = study.Run(cell, new RunContext([1], Artifacts.Default, null, CancellationToken.None));
        ColumnTable rows = ResultRows.Of("study", [new CellResult<Settings, Result>(cell, result,
            new("abc", new Dictionary<string, string>(), ".NET", "Linux", "CPU", DateTime.UnixEpoch, 1))]);
        Assert.Equal(["best of 3", "best of 5"], rows["parts.method"].Values.Cast<object?>());
        Assert.Equal([1.0, 2.0], rows["parts.method.weight"].Values.Cast<object?>());
        Assert.Equal("best of 3; best of 5", rows["methods"][0]);
    }

    [Fact]
    public void One_method_twice_in_a_cell_is_named_and_so_are_two_that_a_table_could_not_tell_apart()
    {
        string Message(params Method[] methods) => Assert.Throws<ArgumentException>(() =>
            new Study(new Settings(Problem.TwoHills, 1, methods)).CellKeys(Profile.Smoke)).Message;
        Assert.Equal("study: 'best of 3' stands twice in Methods, with equal options. Keep one.", Message(new(3), new(4), new(3)));
        Assert.Contains("two of Methods are called 'best of 3', though their options differ", Message(new(3), new(3, 2)));
        Assert.Contains("Values is 10; it must lie between 1 and 9", Message(new Method(10)));
    }

    [Fact]
    public void Two_cells_of_one_name_are_both_described()
    {
        string message = Assert.Throws<InvalidOperationException>(() => new Study(new Settings(Problem.TwoHills, 1, [new(3)]),
            new Settings(Problem.TwoHills, 1, [new(3), new(4)])).CellKeys(Profile.Smoke)).Message;
        Assert.Contains("Two cells of study are called two-hills-1-best-of-3", message);
    }
}
