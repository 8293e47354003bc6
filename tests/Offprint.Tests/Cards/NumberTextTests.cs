using Offprint.Cards;

namespace Offprint.Tests.Cards;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(10_000, "10000")]
    [InlineData(-3, "-3")]
    [InlineData(0.123456, "0.123")]
    [InlineData(0.9, "0.9")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(0.9996, "1")]
    [InlineData(83.97, "84")]
    [InlineData(12.3456, "12.3")]
    [InlineData(1234.56, "1235")]
    [InlineData(0.00123456, "0.00123")]
    [InlineData(0.000123456, "1.23e-4")]
    [InlineData(12_345_678, "1.23e+7")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_read_as_in_a_table(double value, string expected) => Assert.Equal(expected, NumberText.Format(value));

    [Theory]
    [InlineData(1.7e-18, "1.7·10⁻¹⁸")]
    [InlineData(-2.34e-5, "-2.34·10⁻⁵")]
    [InlineData(1e-9, "10⁻⁹")]
    [InlineData(12_345_678, "1.23·10⁷")]
    [InlineData(0.9, "0.9")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_in_a_sentence_have_powers_of_ten(double value, string expected) =>
        Assert.Equal(expected, NumberText.Prose(value));
}
