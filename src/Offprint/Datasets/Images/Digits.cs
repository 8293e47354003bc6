using Offprint.Files;

namespace Offprint.Datasets.Images;

/// <summary>
/// The handwritten digits that ship with the project, in <c>data/digits</c>; its README names sources, licenses and the order.
/// </summary>
public static class Digits
{
    /// <summary>
    /// 10,000 digits of MNIST: gray [N, 1, 28, 28], levels 0 … 255; 8,000 for training, 2,000 for testing, balanced alike.
    /// </summary>
    /// <returns>The data set.</returns>
    /// <exception cref="FileNotFoundException">A file is missing from the project's data folder.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no data: neither a checkout nor the package's.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load28() => Load("mnist-10k", "MNIST digits, 10,000", 28, 255, 2000,
        "Images of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0), as selected by the package mnist 1.1.0 (Juan Cazala, MIT).");

    /// <summary>
    /// scikit-learn's 1,797 digits: gray [N, 1, 8, 8], levels 0 … 16; 1,437 for training, 360 for testing, balanced alike.
    /// </summary>
    /// <returns>The data set.</returns>
    /// <exception cref="FileNotFoundException">A file is missing from the project's data folder.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no data: neither a checkout nor the package's.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load8() => Load("sklearn-8x8", "8 × 8 digits, scikit-learn", 8, 16, 360,
        "Optical Recognition of Handwritten Digits (Alpaydin and Kaynak 1998, CC BY 4.0), as shipped by scikit-learn (BSD 3-clause).");

    private static ImageDataset Load(string file, string name, int side, byte white, int testCount, string source)
    {
        string imagesPath = Locate($"{file}-images.idx3-ubyte.gz"), labelsPath = Locate($"{file}-labels.idx1-ubyte.gz");
        NumericArray images = IdxFile.Read(imagesPath), labels = IdxFile.Read(labelsPath);
        if (images.ElementType != typeof(byte) || images.Shape is not [var count, var height, var width] || height != side || width != side)
            throw new InvalidDataException($"'{imagesPath}' holds {images}, not Byte [N, {side}, {side}].");
        if (labels.ElementType != typeof(byte) || labels.Shape is not [var labelCount] || labelCount != count)
            throw new InvalidDataException($"'{labelsPath}' holds {labels}, not Byte [{count}], a label for each image of '{imagesPath}'.");
        if (images.As<byte>().AsSpan().ContainsAnyExceptInRange((byte)0, white))
            throw new InvalidDataException($"'{imagesPath}' holds levels above {white}.");
        if (labels.As<byte>().AsSpan().ContainsAnyExceptInRange((byte)0, (byte)9))
            throw new InvalidDataException($"'{labelsPath}' holds labels above 9.");
        string[] classes = [.. Enumerable.Range(0, 10).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];
        return new(name, images.As<byte>(), (1, side, side), labels.As<byte>(), classes, testCount) { WhiteLevel = white, Source = source };
    }

    private static string Locate(string file)
    {
        string path = Path.Combine(ProjectFolders.Data, "digits", file);
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"'{path}' is missing. It is part of the repository and of the package Offprint.Data: check it out or restore it again, or " +
                "set " +
            $"{ProjectFolders.RootVariable} to a complete copy.", path);
    }
}
