using Offprint.Cards;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Datasets.Images;

/// <summary>
/// Labelled images: bytes [N, C, H, W], one label each, and a fixed split: the last <see cref="TestCount"/> are for testing.
/// </summary>
public sealed class ImageDataset : IDescribable
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="pixels">[N, C, H, W], values from 0 to <see cref="WhiteLevel"/>. Not copied.</param>
    /// <param name="shape">The shape of an image: channels, height, width.</param>
    /// <param name="labels">[N], each the number of a class. Not copied.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="testCount">How many images at the end are for testing.</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a label has no class.</exception>
    public ImageDataset(
        string name, byte[] pixels, (int Channels, int Height, int Width) shape, byte[] labels, IReadOnlyList<string> classNames,
        int testCount)
    {
        (Channels, Height, Width) = shape;
        if (Channels < 1 || Height < 1 || Width < 1)
            throw new ArgumentException($"An image of shape {shape} is empty.", nameof(shape));
        if (pixels.LongLength != (long)labels.Length * ImageLength)
        {
            throw new ArgumentException($"{name}: {labels.Length} labels need {(long)labels.Length * ImageLength} pixels of images " +
                $"{shape}, not {pixels.Length}.", nameof(pixels));
        }
        int bad = Array.FindIndex(labels, label => label >= classNames.Count);
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"{name}: image {bad} has label {labels[bad]}, but there are {classNames.Count} classes.", nameof(labels));
        }
        if (testCount < 0 || testCount > labels.Length)
            throw new ArgumentException($"{name}: {testCount} test images of {labels.Length}.", nameof(testCount));
        Name = name;
        ClassNames = classNames;
        TestCount = testCount;
        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>What the data set is called.</summary>
    public string Name { get; }

    /// <summary>Where it comes from and under which license; shown on its card.</summary>
    public string? Source { get; init; }

    /// <summary>The pixel value of white (full ink): 255, or fewer levels.</summary>
    public byte WhiteLevel { get; init; } = 255;

    /// <summary>C: 1 for gray, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>H, in pixels.</summary>
    public int Height { get; }

    /// <summary>W, in pixels.</summary>
    public int Width { get; }

    /// <summary>C · H · W.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>N, the number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>How many are for training; they come first.</summary>
    public int TrainCount => Count - TestCount;

    /// <summary>How many are for testing; they come last.</summary>
    public int TestCount { get; }

    /// <summary>The names of the classes, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Labels [N] of all images.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>The raw pixels of an image.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>[C, H, W].</returns>
    public ReadOnlySpan<byte> Image(int index) => _pixels.AsSpan(index * ImageLength, ImageLength);

    /// <summary>The place of a part in the data set.</summary>
    /// <param name="split">The part.</param>
    /// <returns>The first image and how many there are.</returns>
    public (int Start, int Count) Part(DataSplit split) => split switch
    {
        DataSplit.Train => (0, TrainCount),
        DataSplit.Test => (TrainCount, TestCount),
        _ => (0, Count),
    };

    /// <summary>A part's images.</summary>
    /// <param name="split">The part.</param>
    /// <param name="scale">The range of the values.</param>
    /// <returns>float32 [N, C, H, W], on the CPU, owned by the caller.</returns>
    public Tensor ToTensor(DataSplit split = DataSplit.Train, PixelScale scale = PixelScale.MinusOneToOne)
    {
        LibTorch.EnsureLoaded();
        (int start, int count) = Part(split);
        float[] values = new float[count * ImageLength];
        (float factor, float offset) = Affine(scale);
        ReadOnlySpan<byte> pixels = _pixels.AsSpan(start * ImageLength, values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = pixels[i] * factor + offset;
        return torch.tensor(values, [count, Channels, Height, Width]);
    }

    /// <summary>A part's labels.</summary>
    /// <param name="split">The part.</param>
    /// <returns>int64 [N], on the CPU, owned by the caller.</returns>
    public Tensor LabelTensor(DataSplit split = DataSplit.Train)
    {
        LibTorch.EnsureLoaded();
        (int start, int count) = Part(split);
        return torch.tensor(Array.ConvertAll(_labels[start..(start + count)], label => (long)label), [count]);
    }

    /// <summary>Mean and standard deviation (divisor N) over a part's images, at each pixel position.</summary>
    /// <param name="split">The part.</param>
    /// <param name="scale">The range of the values.</param>
    /// <returns>Two arrays [C · H · W]; NaN if the part is empty.</returns>
    public (double[] Mean, double[] Deviation) PixelMoments(
        DataSplit split = DataSplit.Train, PixelScale scale = PixelScale.MinusOneToOne) =>
        Moments(split, scale, ImageLength, 1);

    /// <summary>Mean and standard deviation (divisor N · H · W) over a part's images and all positions, for each channel.</summary>
    /// <param name="split">The part.</param>
    /// <param name="scale">The range of the values.</param>
    /// <returns>Two arrays [C]; NaN if the part is empty.</returns>
    public (double[] Mean, double[] Deviation) ChannelMoments(
        DataSplit split = DataSplit.Train, PixelScale scale = PixelScale.MinusOneToOne) =>
        Moments(split, scale, Channels, Height * Width);

    /// <inheritdoc/>
    public Card Describe()
    {
        double ink = ChannelMoments(DataSplit.All, PixelScale.ZeroToOne).Mean.Average();
        return new(Name)
        {
            Subtitle = "labelled images",
            Facts =
            [
                new("images", Count), new("for training", TrainCount), new("for testing", TestCount), new("classes", ClassNames.Count),
                new("size", Channels == 1 ? $"{Height} × {Width}" : $"{Channels} × {Height} × {Width}", "pixels"),
                new("gray levels", WhiteLevel + 1), new("mean, scaled to [0, 1]", ink),
            ],
            Tables = [ImageCards.ClassTable(this)],
            Figures = ImageCards.Examples(this) is { } examples ? [examples] : [],
            Note = Source,
        };
    }

    private (float Factor, float Offset) Affine(PixelScale scale) =>
        scale == PixelScale.ZeroToOne ? (1f / WhiteLevel, 0) : (2f / WhiteLevel, -1);

    private (double[] Mean, double[] Deviation) Moments(DataSplit split, PixelScale scale, int groups, int groupLength)
    {
        // Sums of integers are exact, so no shifted or running formula is needed.
        long[] sums = new long[groups], squares = new long[groups];
        (int start, int count) = Part(split);
        for (int n = start; n < start + count; n++)
        {
            ReadOnlySpan<byte> image = Image(n);
            for (int i = 0; i < image.Length; i++)
            {
                sums[i / groupLength] += image[i];
                squares[i / groupLength] += image[i] * image[i];
            }
        }
        double total = (double)count * groupLength;
        (double factor, double offset) = scale == PixelScale.ZeroToOne ? (1.0 / WhiteLevel, 0.0) : (2.0 / WhiteLevel, -1.0);
        double[] mean = new double[groups], deviation = new double[groups];
        for (int g = 0; g < groups; g++)
        {
            double average = sums[g] / total;
            mean[g] = factor * average + offset;
            deviation[g] = factor * Math.Sqrt(Math.Max(squares[g] / total - average * average, 0));
        }
        return (mean, deviation);
    }
}
