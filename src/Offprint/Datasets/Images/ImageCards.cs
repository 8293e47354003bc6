using Offprint.Cards;

namespace Offprint.Datasets.Images;

/// <summary>The table and the figure on the card of an <see cref="ImageDataset"/>.</summary>
internal static class ImageCards
{
    private const int ExamplesPerClass = 8;
    private const int MaximumClasses = 20;

    /// <summary>How many images each class has in each part.</summary>
    public static CardTable ClassTable(ImageDataset data)
    {
        int[] train = new int[data.ClassNames.Count], test = new int[data.ClassNames.Count];
        for (int i = 0; i < data.Count; i++)
            (i < data.TrainCount ? train : test)[data.Labels[i]]++;
        return new("Images of each class", ["class", "training", "testing"],
            [.. data.ClassNames.Select((name, c) => (IReadOnlyList<TableCell>)[name, train[c], test[c]])]);
    }

    /// <summary>The first images of each class, a row a class; none for images that are neither gray nor colored.</summary>
    public static ImageGrid? Examples(ImageDataset data)
    {
        if (data.Channels is not (1 or 3))
            return null;
        int classes = Math.Min(data.ClassNames.Count, MaximumClasses);
        var images = new List<GridImage>();
        var labels = new List<string>();
        for (int c = 0; c < classes; c++)
        {
            List<GridImage> row = FirstOf(data, c);
            if (row.Count == 0)
                continue;
            while (row.Count < ExamplesPerClass)
                row.Add(new(data.Width, data.Height, new byte[data.Width * data.Height]));
            images.AddRange(row);
            labels.Add(data.ClassNames[c]);
        }
        return new($"{data.Name}: examples of each class", images, ExamplesPerClass)
        {
            RowLabels = labels,
            Scale = Math.Clamp(56 / data.Width, 1, 7),
            Caption = $"The first {ExamplesPerClass} images of each class.",
        };
    }

    private static List<GridImage> FirstOf(ImageDataset data, int label)
    {
        var row = new List<GridImage>(ExamplesPerClass);
        for (int i = 0; i < data.Count && row.Count < ExamplesPerClass; i++)
        {
            if (data.Labels[i] == label)
                row.Add(ToGridImage(data, i));
        }
        return row;
    }

    /// <summary>Channels first becomes channels last, and levels are spread over 0 … 255.</summary>
    private static GridImage ToGridImage(ImageDataset data, int index)
    {
        ReadOnlySpan<byte> image = data.Image(index);
        int area = data.Width * data.Height;
        byte[] pixels = new byte[image.Length];
        for (int i = 0; i < image.Length; i++)
            pixels[i % area * data.Channels + i / area] = (byte)Math.Min(image[i] * 255 / data.WhiteLevel, 255);
        return new(data.Width, data.Height, pixels);
    }
}
