using Offprint.Datasets.Offline;
using Offprint.Files;
using Offprint.Files.Hdf5;

namespace Offprint.Datasets.Layouts;

/// <summary>Images that are stored as the bytes of PNG or JPEG files, one a row.</summary>
internal static class ImageRows
{
    /// <summary>The pixels of all images, [rows, height · width · channels], 0 … 255.</summary>
    /// <exception cref="InvalidDataException">An image cannot be decoded, or they have different sizes.</exception>
    public static Column<float> Read(Hdf5File file, string name)
    {
        byte[][] rows = file.ReadBytes(name);
        EncodedImage? first = null;
        float[] values = [];
        for (int row = 0; row < rows.Length; row++)
        {
            string origin = $"{file.Origin(name)}, row {row}";
            EncodedImage image = EncodedImage.Decode(rows[row], origin);
            if (first is null)
            {
                first = image;
                CheckedMemory.Check((Int128)rows.Length * image.Pixels.Length * sizeof(float), rows.Sum(bytes => (long)bytes.Length),
                    origin, sizeof(float) * CheckedMemory.DeflateLimit);
                values = new float[rows.Length * image.Pixels.Length];
            }
            if ((image.Height, image.Width, image.Channels) != (first.Height, first.Width, first.Channels))
            {
                throw new InvalidDataException($"{origin} holds an image of [{image.Height}, {image.Width}, {image.Channels}], " +
                    $"the first one is [{first.Height}, {first.Width}, {first.Channels}]; give all the same size.");
            }
            for (int i = 0; i < image.Pixels.Length; i++)
                values[row * image.Pixels.Length + i] = image.Pixels[i];
        }
        return first is null
            ? throw new InvalidDataException($"{file.Origin(name)} holds no image.")
            : new(values, first.Pixels.Length);
    }
}
