using System.Text.Json.Nodes;

namespace Offprint.Kernel.Tests.Server;

public sealed class LanguageVersionTests(KernelFixture kernel) : IClassFixture<KernelFixture>
{
    [Fact]
    public async Task A_word_that_only_the_next_version_keeps_for_itself_may_name_a_variable() =>
        Assert.Equal("3", await kernel.ResultAsync("var union = new[] { 1, 2 }.Union(new[] { 3 }); union.Count()"));

    [Fact]
    public async Task Another_version_can_be_asked_for()
    {
        (JsonObject older, _) = await kernel.RunAsync("#!langversion 7\nint[] few = [1];");
        Assert.Contains("C# 7", (string?)older["evalue"], StringComparison.Ordinal);
        Assert.Equal("1", await kernel.ResultAsync("#!langversion preview\nrecord R(int A);\nnew R(1).A"));
        (JsonObject wrong, _) = await kernel.RunAsync("#!langversion next");
        Assert.Contains("no version of C#", (string?)wrong["evalue"], StringComparison.Ordinal);
        await kernel.RunAsync("#!langversion latest");
    }
}
