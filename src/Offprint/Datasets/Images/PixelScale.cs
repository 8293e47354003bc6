namespace Offprint.Datasets.Images;

/// <summary>The range to which pixel values are mapped.</summary>
public enum PixelScale
{
    /// <summary>Black is 0, white is 1.</summary>
    ZeroToOne,

    /// <summary>Black is −1, white is 1, as diffusion models want it.</summary>
    MinusOneToOne,
}

/// <summary>A part of a data set.</summary>
public enum DataSplit
{
    /// <summary>For training.</summary>
    Train,

    /// <summary>For testing.</summary>
    Test,

    /// <summary>Both.</summary>
    All,
}
