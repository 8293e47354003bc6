namespace Offprint.Papers.Tests.MonteCarlo.MultipleExpectationsStudy;

public class ReportedNumbersTests
{
    [Theory]
    [InlineData("moment-variance", "moments", "A-ISCV", null)]
    [InlineData("sobol-gain", "beam indices", "Monte Carlo", "A-ISCV")]
    [InlineData("law-gain", "laws", "individual", "A-ISCV")]
    public void Claims_carry_the_numbers_of_the_table(string claim, string criterion, string method, string? over)
    {
        var (paper, gains) = (Papers.MultipleExpectations, Papers.MultipleExpectations.Reported("gains"));
        double? expected = over is null ? gains[criterion, method] : gains[criterion, method] / gains[criterion, over];
        Assert.Equal(expected!.Value, paper.Claims.Single(c => c.Id == claim).PaperValue!.Value, 1e-12);
    }
}
