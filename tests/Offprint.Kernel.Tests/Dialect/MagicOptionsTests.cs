using Offprint.Kernel.Dialect;

namespace Offprint.Kernel.Tests.Dialect;

public class MagicOptionsTests
{
    [Theory]
    [InlineData("--value one", "one", false)]
    [InlineData("--value \"one two\"", "one two", true)]
    [InlineData("--value \"say \\\"hi\\\"\"", "say \"hi\"", true)]
    [InlineData("--value {\"a b\": [1, \"}\"]} --flag", "{\"a b\": [1, \"}\"]}", false)]
    [InlineData("--value @input:\"Your name\"", "@input:Your name", false)]
    [InlineData("--value @fsharp:x", "@fsharp:x", false)]
    public void Values_are_words_texts_or_json(string arguments, string value, bool quoted)
    {
        MagicOptions options = Parse(arguments);
        Assert.Equal((value, quoted), (options["--value"], options.IsQuoted("--value")));
    }

    [Fact]
    public void The_rest_is_plain() => Assert.Equal(["a", "b c"], Parse("a --flag \"b c\"").Plain);

    [Theory]
    [InlineData("--other 1", "no option --other")]
    [InlineData("--value", "--value lacks its value")]
    [InlineData("", "--value is missing")]
    public void Mistakes_show_the_usage(string arguments, string problem)
    {
        UserException e = Assert.Throws<UserException>(() => Parse(arguments).Required("--value"));
        Assert.Equal($"Line 3: #!x: {problem[..1]}{problem[1..]}. Usage: #!x --value v",
            e.Message.Replace("there is ", "", StringComparison.Ordinal));
    }

    private static MagicOptions Parse(string arguments) => MagicOptions.Parse(new CellDirective("#!x", arguments, 3), "#!x --value v",
        ["--value"], "--flag");
}
