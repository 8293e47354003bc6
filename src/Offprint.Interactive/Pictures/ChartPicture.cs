namespace Offprint.Interactive.Pictures;

/// <summary>
/// A chart's picture in two forms: exact for viewers of pictures, and small for HTML, which would otherwise store it twice.
/// </summary>
/// <param name="Png">A PNG file with a palette.</param>
/// <param name="WebP">A lossy WebP file with one pixel for each of the chart's, a third of the size or less.</param>
internal sealed record ChartPicture(byte[] Png, byte[] WebP)
{
    /// <summary>The width in pixels of the chart, not of the picture.</summary>
    public double ChartWidth => Math.Round(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Png.AsSpan(16)) / ChartBrowser.Scale);
}
