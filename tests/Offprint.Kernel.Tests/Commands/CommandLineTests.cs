namespace Offprint.Kernel.Tests.Commands;

/// <summary>What a person mistypes is said before anything runs, with what was meant.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("run x --timeout abc", "--timeout takes a positive number of seconds; not 'abc'")]
    [InlineData("run x --timeout -1", "--timeout takes a positive number of seconds; not '-1'")]
    [InlineData("run x -p profile=tiny", "There is no profile 'tiny'")]
    [InlineData("collect hopper --level wild", "wild")]
    [InlineData("collect hopper --rows 0", "--rows takes a whole number from 1 on; not '0'")]
    [InlineData("collect hopper --steps 0", "--steps takes a whole number from 1 on; not '0'")]
    [InlineData("reproduce ghvb --workers 0", "--workers takes a whole number from 1 on; not '0'")]
    [InlineData("shw ghvb", "There is no command 'shw'. Did you mean show")]
    [InlineData("tset", "Did you mean test")]
    [InlineData("show ghbv", "There is no paper 'ghbv'. Did you mean ghvb")]
    [InlineData("claims ghbv", "Did you mean ghvb")]
    public async Task A_mistake_is_one_clear_message(string arguments, string message)
    {
        using TemporaryFolder root = new();
        File.WriteAllText(root.File("x"), "");
        (int exit, string output, string error) = await OffprintCommand.RunAsync(root.Path, arguments.Split(' '));
        Assert.NotEqual(0, exit);
        Assert.Contains(message, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show GHVB", "Momentum")]
    [InlineData("--help", "test")]
    public async Task Case_is_forgiven_and_every_command_listed(string arguments, string expected)
    {
        using TemporaryFolder root = new();
        (int exit, string output, _) = await OffprintCommand.RunAsync(root.Path, arguments.Split(' '));
        Assert.Equal(0, exit);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
