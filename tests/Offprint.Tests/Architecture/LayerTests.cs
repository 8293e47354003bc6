using Offprint.Numerics;

namespace Offprint.Tests.Architecture;

/// <summary>The library's folders form layers.</summary>
public sealed class LayerTests
{
    /// <summary>From the top down: a folder uses folders of the rows below its own, none beside it, none above.</summary>
    private static readonly string[][] s_layers =
    [
        ["Pretrained", "Estimators", "Trials", "Optimization"],
        ["Agents", "Samplers"],
        ["Datasets", "Networks", "Experiments", "Physics"],
        ["Environments", "Tensors", "Statistics"],
        ["Cards"],
        ["Numerics", "Files"],
        ["Data"], // an assembly of its own: where the files of a package lie
    ];

    private static readonly FolderDependencies s_library = FolderDependencies.Of(typeof(Seed).Assembly.Location, "Offprint");

    [Fact]
    public void Every_top_folder_has_its_row_and_uses_only_rows_below()
    {
        Dictionary<string, int> rows = s_layers.SelectMany((row, index) => row.Select(folder => (folder, index))).ToDictionary();
        string[] folders = [.. s_library.Uses.Keys.SelectMany(use => new[] { Top(use.From), Top(use.To) }).Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), folders);
        Assert.Empty(s_library.Lines((from, to) => Top(from) != Top(to) && rows[Top(from)] >= rows[Top(to)]));

        static string Top(string folder) => folder.Split('.')[0];
    }

    [Fact]
    public void No_folder_uses_one_that_uses_it()
    {
        IReadOnlyList<string> cycle = s_library.Cycle() ?? [];
        Assert.True(cycle.Count == 0, string.Join('\n', [string.Join(" → ", cycle), .. cycle.Zip(cycle.Skip(1)).SelectMany(
            step => s_library.Lines((from, to) => (from, to) == step))]));
    }

    /// <summary>
    /// The reader itself, on types made for it: a use may hide in a signature, a type argument, a base, an attribute or a method's code.
    /// </summary>
    [Fact]
    public void Uses_are_found_wherever_they_stand()
    {
        FolderDependencies here = FolderDependencies.Of(typeof(LayerTests).Assembly.Location, "Offprint.Tests.Architecture.Example");
        (string, string)[] expected =
        [
            ("Code", "Target"), ("Lambda", "Target"), ("Argument", "Target"), ("Attribute", "Target"), ("Base", "Target"),
                ("Signature", "Target"),
            ("Target", "Circle"), ("Circle", "Signature"),
        ];
        Assert.Equal(expected.Order(), here.Uses.Keys.Order());
        Assert.Equal("ISignature uses Marked", Assert.Single(here.Uses[("Signature", "Target")]));
        IReadOnlyList<string> cycle = here.Cycle()!;
        Assert.Equal(4, cycle.Count);
        Assert.Equal(cycle[0], cycle[^1]);
        Assert.Equal(["Circle", "Signature", "Target"], cycle.Skip(1).Order(StringComparer.Ordinal));
    }
}
