using Offprint.Files;
using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Tests.Optimization.Designs;

public sealed class DesignFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("offprint-design-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_archive_comes_back()
    {
        DesignDataset data = new(new(3, 2, [1, 2, 3, 4, 5, 6]), [0.25, -1, 7]);
        DesignFile.Write(At("designs.npz"), data);
        DesignDataset read = DesignFile.Read(At("designs.npz"));
        Assert.Equal(data.Designs.Values, read.Designs.Values);
        Assert.Equal(data.Scores, read.Scores);
        NpzFile.Write(At("other.npz"), new Dictionary<string, NumericArray> { ["z"] = new([1], new double[1]) });
        Assert.Contains("other.npz holds z", Assert.Throws<InvalidDataException>(() => DesignFile.Read(At("other.npz"))).Message);
    }

    [Fact]
    public void Shards_are_read_in_their_order()
    {
        Shard(0, new NumericArray([2, 2], new float[] { 1, 2, 3, 4 }), [10, 20]);
        Shard(1, new NumericArray([1, 2], new float[] { 5, 6 }), [30]);
        DesignDataset data = DesignShards.ReadNumbers(_folder);
        Assert.Equal([1, 2, 3, 4, 5, 6], data.Designs.Values);
        Assert.Equal([10, 20, 30], data.Scores);
        Shard(2, new NumericArray([1, 3], new float[3]), [1]);
        Assert.Contains("float32 [n, 2]", Assert.Throws<InvalidDataException>(() => DesignShards.ReadNumbers(_folder)).Message);
        File.Delete(At("ant-y-2.npy"));
        Assert.Contains("come in pairs", Assert.Throws<InvalidDataException>(() => DesignShards.ReadNumbers(_folder)).Message);
        Assert.Contains("not there", Assert.Throws<InvalidDataException>(() => DesignShards.ReadNumbers(At("none"))).Message);
    }

    [Fact]
    public void Words_in_shards_are_the_measured_table()
    {
        Shard(0, new NumericArray([3, 8], new int[] { 0, 1, 2, 3, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3 }), [0, 0.5f, 1]);
        WordTable task = TfBind8.ReadShards(_folder);
        Assert.Equal((3, 2), (task.Rows, task.Visible.Count));
        Assert.Equal([1.0], task.Measure(task.Words.Encode([2, 2, 2, 2, 2, 2, 2, 3])));
        Shard(0, new NumericArray([1, 8], new int[] { 0, 1, 2, 4, 0, 0, 0, 0 }), [0]);
        Assert.Contains("letter 4 at place 3", Assert.Throws<InvalidDataException>(() => TfBind8.ReadShards(_folder)).Message);
        Shard(0, new NumericArray([1, 7], new int[7]), [0]);
        Assert.Contains("int32 [n, 8]", Assert.Throws<InvalidDataException>(() => TfBind8.ReadShards(_folder)).Message);
    }

    [Fact]
    public void Flanks_stand_twice_infinite_values_are_bounds_and_repeats_their_mean()
    {
        string path = Text("flanks.txt", "protein\tflank\tcount\tddG\npho4\tAAAAAAAAAA\t5\t-1.5\npho4\tTTTTTTTTTT\t5\t0.5\n" +
            "cbf1\tAAAAAAAAAA\t5\t9\npho4\tACGTACGTAC\t5\tinf\npho4\tCCCCCCCCCC\t5\t-inf\npho4\tAACCAACCAA\t5\t-2\n");
        WordTable task = TfBind10.Read(path);
        Assert.Equal((10, 8), (task.Rows, task.DistinctWords)); // a and t are complements: each is measured by both rows
        Assert.Equal((-2, 0.5), task.Range);
        byte[] a = new byte[10], t = [.. Enumerable.Repeat((byte)3, 10)], mixed = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1];
        byte[] complement = [3, 2, 1, 0, 3, 2, 1, 0, 3, 2]; // not reversed
        double[] truth = task.Measure(task.Words.Encode([.. a, .. t, .. mixed, .. complement]));
        Assert.Equal([-0.5, -0.5, 0.5, 0.5], truth);
        Assert.Equal([-2, -2, -2, -2, -1.5, -1.5], task.Visible.Scores.Order());
        Assert.Equal(5, TfBind10.Read(path, sample: 5, seed: new Seed(1)).Visible.Count);
    }

    [Theory]
    [InlineData("protein\tflank\nx\ty\n", "it is to have 'ddG'")]
    [InlineData("protein\tflank\tddG\npho4\tACGT\t1\n", "line 2: 'ACGT' is not a word of 10")]
    [InlineData("protein\tflank\tddG\npho4\tAAAAAAAAAA\tlow\n", "line 2, column 'ddG': 'low'")]
    [InlineData("protein\tflank\tddG\ncbf1\tAAAAAAAAAA\t1\n", "no finite measurement of 'pho4'")]
    public void Wrong_flanks_are_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TfBind10.Read(Text("flanks.txt", text))).Message);

    [Fact]
    public void Superconductors_have_86_elements()
    {
        string header = string.Join(',', Enumerable.Range(0, 86).Select(i => $"E{i}"));
        string Row(int hot, double temperature) =>
            string.Join(',', Enumerable.Range(0, 86).Select(i => i == hot ? "2.5" : "0")) + $",{temperature},X{hot}\n";
        DesignDataset all = Superconductors.Read(Text("unique_m.csv", header + ",critical_temp,material\n" + Row(3, 29) + Row(85, 7.5)));
        Assert.Equal((2, 86), (all.Count, all.Dimension));
        Assert.Equal([29, 7.5], all.Scores);
        Assert.Equal(2.5f, all.Designs.Row(1)[85]);
        Assert.Contains("2 columns of elements", Assert.Throws<InvalidDataException>(() =>
            Superconductors.Read(Text("train.csv", "a,b,critical_temp\n1,2,3\n"))).Message);
        Assert.Contains("column 'E1'", Assert.Throws<InvalidDataException>(() =>
            Superconductors.Read(Text("bad.csv", header + ",critical_temp,material\n" + Row(3, 29).Replace("0,0,2.5", "?,0,2.5")))).Message);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Text(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private void Shard(int number, NumericArray x, float[] scores)
    {
        NpyFile.Write(At($"ant-x-{number}.npy"), x);
        NpyFile.Write(At($"ant-y-{number}.npy"), new NumericArray([scores.Length, 1], scores));
    }
}
