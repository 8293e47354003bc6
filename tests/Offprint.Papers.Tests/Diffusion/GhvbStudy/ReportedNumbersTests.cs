using Offprint.Experiments;
using Offprint.Papers.Diffusion.GhvbStudy;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

public class ReportedNumbersTests
{
    [Theory]
    [InlineData("table-1", "DPM-Solver++", "10", 66.77)]
    [InlineData("table-1", "LTSP PLMS4, GHVB 0.8", "30", 15.79)]
    [InlineData("table-1", "LTSP PLMS4, DDIM", "18", 18.54)]
    [InlineData("table-2", "DDIM", "6", 55.35)]
    [InlineData("table-2", "PLMS4 HB 0.9", "8", 6.69)]
    [InlineData("table-2", "GHVB 3.9", "25", 5.18)]
    [InlineData("table-5-6", "PLMS4", "10", 3.149)]
    [InlineData("table-5-6", "GHVB 2.9", "60", 0.835)]
    [InlineData("table-7", "GHVB 1.5", "160", 0.067)]
    [InlineData("table-8", "GHVB 0.5", "40", 0.247)]
    [InlineData("table-8", "GHVB 3.5", "640", 1.779)]
    [InlineData("table-9", "all", "15", 2.49)]
    public void Numbers_are_the_papers(string table, string method, string steps, double value) =>
        Assert.Equal(value, Papers.Ghvb.Reported(table)[method, steps]);

    private static readonly HashSet<string> s_ours =
    [
        .. Papers.Ghvb.Digits.Cells(Profile.Paper).Select(c => c.Settings.Method)
            .Concat(Papers.Ghvb.Latents.Cells(Profile.Paper).Select(c => c.Settings.Method))
            .Concat(Papers.Ghvb.Orders.Cells(Profile.Paper)[0].Settings.Methods)
            .Concat(GuidedMixture.Methods).Select(m => m.PaperName()),
    ];

    [Theory]
    [InlineData("table-1", 4, 8)]
    [InlineData("table-2", 7, 8)]
    [InlineData("table-5-6", 8, 4)]
    [InlineData("table-7", 3, 4)]
    [InlineData("table-8", 4, 5)]
    public void Rows_are_methods_of_ours_and_columns_numbers_of_steps(string name, int methods, int columns)
    {
        var table = Papers.Ghvb.Reported(name);
        Assert.Equal((methods, columns + 1), (table.Rows.Count, table.Columns.Count));
        Assert.Subset(s_ours, table.Rows.Select(r => r.Name).ToHashSet());
        Assert.All(table.Rows, r => Assert.All(r.Values, v => Assert.True(v > 0)));
        int[] steps = [.. table.Columns.Skip(1).Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        Assert.Equal(steps.Order(), steps);
    }

    [Theory]
    [InlineData("digits-hb", "table-2", "PLMS4 HB 0.9", "PLMS4", "8")]
    [InlineData("digits-ghvb", "table-2", "GHVB 3.8", "PLMS4", "8")]
    [InlineData("digits-many-steps", "table-2", "GHVB 3.8", "PLMS4 HB 0.9", "20")]
    [InlineData("digits-dpm", "table-1", "DPM-Solver++ HB 0.8", "DPM-Solver++", "10")]
    [InlineData("digits-splitting", "table-1", "LTSP PLMS4, GHVB 0.8", "LTSP PLMS4, DDIM", "10")]
    public void Claims_compare_with_the_reported_ratio(string id, string name, string numerator, string denominator, string steps)
    {
        var table = Papers.Ghvb.Reported(name);
        Claim claim = Papers.Ghvb.Claims.Single(c => c.Id == id);
        Assert.Equal(table[numerator, steps]!.Value / table[denominator, steps]!.Value, claim.PaperValue!.Value, 1e-9);
    }
}
