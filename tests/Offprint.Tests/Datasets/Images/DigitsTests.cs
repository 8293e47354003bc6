using System.IO.Compression;
using System.Security.Cryptography;
using Offprint.Datasets.Images;
using Offprint.Files;

namespace Offprint.Tests.Datasets.Images;

public class DigitsTests
{
    [Theory]
    [InlineData("mnist-10k-images.idx3-ubyte", "6c43a9fecd311c0f02e150398e69cbe540d8f2e0eec7e43a09b2c86f467f6208")]
    [InlineData("mnist-10k-labels.idx1-ubyte", "a13d44964f4cebb5f5d7878fac071ae5a6633a69f15bebb45606d6deff91fa9e")]
    [InlineData("sklearn-8x8-images.idx3-ubyte", "bd3b3552bad499b6e9a65ae892f65724d7e54fac07298d4819bbecb7d1622bb0")]
    [InlineData("sklearn-8x8-labels.idx1-ubyte", "477989554f0979049f8437bf6edcb7a0b305b58c0c54dddf51e0fbad379a8072")]
    public void Shipped_files_have_the_checksums_of_their_readme(string file, string hash)
    {
        string folder = Path.Combine(ProjectFolders.Data, "digits");
        using FileStream packed = File.OpenRead(Path.Combine(folder, file + ".gz"));
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(unpacked)));
        Assert.Contains($"{hash}  {file}\n", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_ten_thousand_large_digits()
    {
        ImageDataset digits = Digits.Load28();
        Assert.Equal((10_000, 8_000, 2_000), (digits.Count, digits.TrainCount, digits.TestCount));
        Assert.Equal((1, 28, 28), (digits.Channels, digits.Height, digits.Width));
        Assert.Equal([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978], Counts(digits, 0, digits.Count));
        AssertBalanced(digits);
        // The known mean and deviation of all of MNIST are 0.1307 and 0.3081.
        (double[] mean, double[] deviation) = digits.ChannelMoments(DataSplit.All, PixelScale.ZeroToOne);
        Assert.Equal(0.1307, mean[0], 0.005);
        Assert.Equal(0.3081, deviation[0], 0.005);
    }

    [Fact]
    public void There_are_1797_small_digits()
    {
        ImageDataset digits = Digits.Load8();
        Assert.Equal((1797, 1437, 360), (digits.Count, digits.TrainCount, digits.TestCount));
        Assert.Equal(16, digits.WhiteLevel);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Counts(digits, 0, digits.Count));
        AssertBalanced(digits);
        // The mean of scikit-learn's load_digits().data is 4.884 of 16.
        Assert.Equal(4.884 / 16, digits.ChannelMoments(DataSplit.All, PixelScale.ZeroToOne).Mean[0], 1e-4);
    }

    [Fact]
    public void Images_show_the_digit_of_their_label()
    {
        // Nearest class mean: a shuffle that parts images and labels would leave 10 %.
        ImageDataset digits = Digits.Load8();
        var means = new double[10][];
        for (int c = 0; c < 10; c++)
        {
            int[] members = [.. Enumerable.Range(0, digits.TrainCount).Where(i => digits.Labels[i] == c)];
            means[c] = [.. Enumerable.Range(0, 64).Select(p => members.Average(i => (double)digits.Image(i)[p]))];
        }
        int right = 0;
        for (int i = digits.TrainCount; i < digits.Count; i++)
        {
            byte[] image = digits.Image(i).ToArray();
            int nearest = Enumerable.Range(0, 10).MinBy(c => image.Zip(means[c]).Sum(p => (p.First - p.Second) * (p.First - p.Second)));
            right += nearest == digits.Labels[i] ? 1 : 0;
        }
        Assert.InRange(right / (double)digits.TestCount, 0.85, 0.98);
    }

    [Fact]
    public void Folders_hang_together()
    {
        Assert.True(File.Exists(Path.Combine(ProjectFolders.Root, "Offprint.slnx")));
        Assert.Equal(Path.Combine(ProjectFolders.Root, "data", "results"), ProjectFolders.Results);
        Assert.Equal(Path.Combine(ProjectFolders.Root, "data", "reported"), ProjectFolders.Reported);
        Assert.NotEmpty(ProjectFolders.Cache);
    }

    /// <summary>Every prefix has the class shares of the whole, to within one image.</summary>
    private static void AssertBalanced(ImageDataset digits)
    {
        int[] total = Counts(digits, 0, digits.Count), seen = new int[10];
        for (int i = 0; i < digits.Count; i++)
        {
            int label = digits.Labels[i];
            seen[label]++;
            Assert.InRange(seen[label] - (i + 1.0) * total[label] / digits.Count, -1.5, 1.5);
        }
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(
            total[c] * (double)digits.TestCount / digits.Count, Counts(digits, digits.TrainCount, digits.TestCount)[c], 1.0));
    }

    private static int[] Counts(ImageDataset digits, int start, int count)
    {
        int[] counts = new int[10];
        foreach (byte label in digits.Labels.Slice(start, count))
            counts[label]++;
        return counts;
    }
}
