using Offprint.Cards;
using Offprint.Interactive.Pictures;

namespace Offprint.Interactive.Charts;

/// <summary>The pictures of a grid on one sheet, a pixel a pixel, with white between them.</summary>
internal sealed class ImageSheet
{
    private const int Gap = 2;
    private const int LargeSheet = 20_000; // pixels

    private readonly ImageGrid _grid;
    private readonly int _cellWidth;
    private readonly int _cellHeight;

    public ImageSheet(ImageGrid grid)
    {
        foreach (var image in grid.Images)
        {
            if (image.Pixels.Length != image.Width * image.Height && !image.Colored)
                throw new ArgumentException(
                    $"A picture of {image.Width} × {image.Height} pixels has {image.Pixels.Length} bytes: neither one nor three a pixel.");
        }
        _grid = grid;
        _cellWidth = grid.Images.Select(i => i.Width).DefaultIfEmpty(1).Max();
        _cellHeight = grid.Images.Select(i => i.Height).DefaultIfEmpty(1).Max();
    }

    public int Columns => Math.Max(1, Math.Min(_grid.ColumnCount, _grid.Images.Count));

    public int Rows => Math.Max(1, (_grid.Images.Count + Columns - 1) / Columns);

    public int Width => (Columns * (_cellWidth + Gap)) - Gap;

    public int Height => (Rows * (_cellHeight + Gap)) - Gap;

    public double CenterX(int column) => (column * (_cellWidth + Gap)) + ((_cellWidth - 1) / 2.0);

    public double CenterY(int row) => (row * (_cellHeight + Gap)) + ((_cellHeight - 1) / 2.0);

    public byte[] ToPng()
    {
        bool colored = _grid.Images.Any(i => i.Colored);
        int samples = colored ? 3 : 1;
        byte[] sheet = new byte[Width * Height * samples];
        sheet.AsSpan().Fill(255);
        for (int i = 0; i < _grid.Images.Count; i++)
            Place(sheet, samples, _grid.Images[i], i % Columns, i / Columns);
        if (!colored && sheet.Length > LargeSheet)
            Coarsen(sheet);
        return Png.Encode(Width, Height, colored ? PngColor.Rgb : PngColor.Gray, sheet);
    }

    /// <summary>Thirty-two grays instead of 256, which no eye tells apart in small pictures, take half of the room in a notebook.</summary>
    private static void Coarsen(byte[] grays)
    {
        for (int i = 0; i < grays.Length; i++)
            grays[i] = (byte)((((grays[i] * 31) + 127) / 255 * 255 + 15) / 31);
    }

    private void Place(byte[] sheet, int samples, GridImage image, int column, int row)
    {
        int left = (column * (_cellWidth + Gap)) + ((_cellWidth - image.Width) / 2);
        int top = (row * (_cellHeight + Gap)) + ((_cellHeight - image.Height) / 2);
        int step = image.Colored ? 3 : 1;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int from = ((y * image.Width) + x) * step;
                int to = (((top + y) * Width) + left + x) * samples;
                for (int s = 0; s < samples; s++)
                    sheet[to + s] = image.Pixels[from + (step == 1 ? 0 : s)];
            }
        }
    }
}
