using System.Text.Json;
using Offprint.Experiments.Verification;

namespace Offprint.Tests.Experiments.Verification;

public class ResultDifferenceTests
{
    [Theory]
    [InlineData("""{"a":[1,2.5],"b":"text","c":null}""")]
    [InlineData("""["NaN","Infinity",-0.0]""")]
    public void The_same_text_differs_in_nothing(string json) => Assert.True(Of(json, json).IsNone);

    /// <summary>
    /// By hand: 0.002 / 4, where 4 is the largest number beside the one that differs; a lone residual is compared with 10⁻⁷.
    /// </summary>
    [Theory]
    [InlineData("""{"rows":[{"x":[1,-4]},{"x":[1,2]}]}""", """{"rows":[{"x":[1.002,-4]},{"x":[1,2]}]}""", 0.0005, "rows[0].x[0]")]
    [InlineData("""{"a":5,"b":0.5}""", """{"a":5,"b":0.25}""", 0.5, "b")]
    [InlineData("""[1,2,3]""", """[1.5,2,2]""", 1.0 / 3, "[2]")]
    [InlineData("""{"residual":3e-17}""", """{"residual":-1e-16}""", 1.3e-9, "residual")]
    public void The_largest_relative_difference_is_found_with_its_place(string stored, string computed, double relative, string place)
    {
        ResultDifference difference = Of(stored, computed);
        Assert.Equal(relative, difference.Relative, relative * 1e-9);
        Assert.Equal(place, difference.Place);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"b":1}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""[1,2]""", """[1,2,3]""")]
    [InlineData("""["text"]""", """["texts"]""")]
    [InlineData("""["NaN"]""", """[1]""")]
    [InlineData("""["Infinity"]""", """["-Infinity"]""")]
    [InlineData("""[1]""", """[null]""")]
    [InlineData("""[true]""", """[false]""")]
    [InlineData("""[[1]]""", """[1]""")]
    public void What_is_no_matter_of_rounding_is_infinitely_far(string stored, string computed)
    {
        Assert.Equal(double.PositiveInfinity, Of(stored, computed).Relative);
        Assert.Equal(double.PositiveInfinity, Of(computed, stored).Relative);
    }

    private static ResultDifference Of(string stored, string computed) =>
        ResultDifference.Of(JsonElement.Parse(stored), JsonElement.Parse(computed));
}
