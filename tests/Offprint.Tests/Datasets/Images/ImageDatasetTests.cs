using Offprint.Cards;
using Offprint.Datasets.Images;
using TorchSharp;

namespace Offprint.Tests.Datasets.Images;

public class ImageDatasetTests
{
    [Fact]
    public void Tensors_hold_scaled_pixels_in_order()
    {
        ImageDataset data = Colored();
        using torch.Tensor train = data.ToTensor(DataSplit.Train, PixelScale.ZeroToOne), test = data.ToTensor(DataSplit.Test);
        Assert.Equal([2, 3, 1, 2], train.shape);
        Assert.Equal(torch.ScalarType.Float32, train.dtype);
        Assert.Equal([0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 1, 1, 1, 1, 1, 1], train.data<float>().ToArray(), new Near());
        Assert.Equal([-1, -1, -1, -1, -1, 1], test.data<float>().ToArray());
        using torch.Tensor labels = data.LabelTensor(DataSplit.All);
        Assert.Equal([1L, 0, 1], labels.data<long>().ToArray());
    }

    [Fact]
    public void Moments_are_those_of_the_scaled_pixels()
    {
        ImageDataset data = Colored();
        (double[] mean, double[] deviation) = data.PixelMoments(DataSplit.Train, PixelScale.ZeroToOne);
        Assert.Equal([0.5, 0.55, 0.6, 0.65, 0.7, 0.75], mean, new NearDouble());
        Assert.Equal([0.5, 0.45, 0.4, 0.35, 0.3, 0.25], deviation, new NearDouble());
        (mean, deviation) = data.ChannelMoments(DataSplit.Train);
        Assert.Equal([2 * 0.525 - 1, 2 * 0.625 - 1, 2 * 0.725 - 1], mean, new NearDouble());
        // Channel 0 holds 0, 0.1, 1, 1.
        Assert.Equal(2 * Math.Sqrt(2.01 / 4 - 0.525 * 0.525), deviation[0], 1e-12);
        Assert.True(double.IsNaN(new ImageDataset("empty", [], (1, 1, 1), [], ["a"], 0).PixelMoments().Mean[0]));
    }

    [Fact]
    public void The_card_shows_examples_of_each_class()
    {
        Card card = Colored().Describe();
        Assert.Equal("three", card.Title);
        Assert.Equal("by hand", card.Note);
        Assert.Equal(3, card.Facts.First(f => f.Name == "images").Value.Number);
        CardTable table = Assert.Single(card.Tables);
        Assert.Equal(["zero", "1", "0"], table.Rows[0].Select(cell => cell.ToString()));
        Assert.Equal(["one", "1", "1"], table.Rows[1].Select(cell => cell.ToString()));
        ImageGrid grid = Assert.IsType<ImageGrid>(Assert.Single(card.Figures));
        Assert.Equal(["zero", "one"], grid.RowLabels);
        Assert.Equal(16, grid.Images.Count);
        // The first of class one: channels 0 1 | 2 3 | 4 5 of ten levels become two pixels of red, green and blue.
        Assert.Equal([0, 51, 102, 25, 76, 127], grid.Images[8].Pixels);
        Assert.True(grid.Images[8].Colored);
    }

    [Fact]
    public void Lengths_and_labels_that_disagree_are_named()
    {
        Assert.Contains("2 labels need 8 pixels", Assert.Throws<ArgumentException>(
            () => new ImageDataset("x", new byte[7], (1, 2, 2), [0, 0], ["a"], 0)).Message);
        Assert.Contains("image 1 has label 1", Assert.Throws<ArgumentException>(
            () => new ImageDataset("x", new byte[8], (1, 2, 2), [0, 1], ["a"], 0)).Message);
        Assert.Contains("3 test images of 2", Assert.Throws<ArgumentException>(
            () => new ImageDataset("x", new byte[8], (1, 2, 2), [0, 0], ["a"], 3)).Message);
        Assert.Throws<ArgumentException>(() => new ImageDataset("x", [], (0, 2, 2), [], ["a"], 0));
    }

    private static ImageDataset Colored() => new(
        "three", [0, 1, 2, 3, 4, 5, 10, 10, 10, 10, 10, 10, 0, 0, 0, 0, 0, 10], (3, 1, 2), [1, 0, 1], ["zero", "one"], 1)
    {
        WhiteLevel = 10,
        Source = "by hand",
    };

    private sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-6;

        public int GetHashCode(float value) => 0;
    }

    private sealed class NearDouble : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double value) => 0;
    }
}
