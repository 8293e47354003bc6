using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Running;

namespace Offprint.Kernel.Tests.Server;

/// <summary>Cells have the cultures of their machine; what the engine writes does not depend on them.</summary>
public sealed class CultureTests
{
    private const string Cell = """
        #r "nuget: Offprint.Interactive, 0.1.0"
        string sorted = string.Join(" ", new[] { "b", "A", "a", "B" }.OrderBy(s => s));
        string french = new System.Globalization.CultureInfo("fr-FR").NumberFormat.NumberDecimalSeparator;
        Console.Write($"{sorted} {french} {1.5} {System.Globalization.CultureInfo.CurrentCulture.Name}");
        display(new { Half = 0.5, When = new DateTime(2024, 2, 1) });
        display(Offprint.Papers.Papers.Ghvb);
        display(new Offprint.Cards.Card("c") { Facts = [new("share", 1234.5)] });
        0.25
        """;

    [Fact]
    public async Task Sorting_and_numbers_in_cells_follow_the_environment_and_what_is_shown_does_not()
    {
        (string german, string[] shownInGerman) = await RunAsync("de_DE.UTF-8");
        (string none, string[] shown) = await RunAsync("C");
        Assert.SkipWhen(none.StartsWith("A B a b", StringComparison.Ordinal), "ICU is not installed here.");
        Assert.Equal("a A b B , 1,5 de-DE", german);
        Assert.StartsWith("a A b B , 1.5 ", none, StringComparison.Ordinal);
        Assert.Equal(shown, shownInGerman);
        Assert.Contains("0.25", shown);
    }

    private static async Task<(string Printed, string[] Shown)> RunAsync(string locale)
    {
        using KernelClient kernel = await KernelClient.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken,
            new Dictionary<string, string>
        {
            ["LANG"] = locale, ["LC_ALL"] = locale,
        });
        List<Message> outputs = [];
        JsonObject reply = await kernel.ExecuteAsync(Cell, null, outputs.Add)
            .WaitAsync(KernelFixture.Limit, TestContext.Current.CancellationToken);
        Assert.Equal("ok", (string?)reply["status"] + (string?)reply["evalue"]);
        await kernel.ShutdownAsync();
        return (string.Concat(outputs.Where(m => m.Type == MessageType.Stream).Select(m => (string?)m.Content["text"])),
            [.. outputs.Where(m => m.Type is MessageType.DisplayData or MessageType.ExecuteResult)
                .Select(m => (string?)m.Content["data"]!["text/plain"] ?? "")]);
    }
}
