using Offprint.Kernel.Commands;

namespace Offprint.Kernel.Tests.Commands;

public sealed class NotebookLocatorTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public NotebookLocatorTests()
    {
        Directory.CreateDirectory(_root.File("notebooks/diffusion"));
        File.WriteAllText(_root.File("notebooks/diffusion/ghvb.ipynb"), "");
        File.WriteAllText(_root.File("notebooks/quickstart.ipynb"), "");
    }

    [Fact]
    public void A_slug_is_found_in_any_folder() => Assert.Equal(_root.File("notebooks/diffusion/ghvb.ipynb"),
        NotebookLocator.Find("ghvb", _root.Path));

    [Theory]
    [InlineData("ghbv", "Did you mean ghvb?")]
    [InlineData("start", "Did you mean quickstart?")]
    [InlineData("entirely-other", "Known: ghvb, quickstart.")]
    public void An_unknown_slug_gets_suggestions(string slug, string suggestion) =>
        Assert.Contains(suggestion, Assert.Throws<UserException>(() => NotebookLocator.Find(slug, _root.Path)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_path_is_named_in_full() => Assert.Contains(
        Path.GetFullPath("nowhere/x.ipynb"), Assert.Throws<UserException>(() =>
            NotebookLocator.Find("nowhere/x.ipynb", _root.Path)).Message, StringComparison.Ordinal);

    public void Dispose() => _root.Dispose();
}
