using Offprint.Cards;

namespace Offprint.Environments.Drawing;

/// <summary>Paints scenes as pictures on white, with smooth edges.</summary>
internal static class SceneRaster
{
    private const double ThinnestRadius = 0.7; // pixels

    public static GridImage Paint(Scene scene, int width)
    {
        double scale = width / scene.Width; // pixels a meter
        int height = Math.Max(1, (int)Math.Round(scene.Height * scale));
        byte[] pixels = new byte[3 * width * height];
        pixels.AsSpan().Fill(255);
        foreach (SceneStroke stroke in scene.Strokes)
        {
            double X(double x) => (x - scene.CenterX) * scale + width / 2.0;
            double Y(double y) => height / 2.0 - (y - scene.CenterY) * scale;
            double radius = Math.Max(stroke.Radius * scale, ThinnestRadius);
            Paint(pixels, width, height, new(X(stroke.X0), Y(stroke.Y0), X(stroke.X1), Y(stroke.Y1), radius, stroke.Color));
        }
        return new GridImage(width, height, pixels);
    }

    private static void Paint(byte[] pixels, int width, int height, SceneStroke s)
    {
        if (!double.IsFinite(s.X0 + s.Y0 + s.X1 + s.Y1 + s.Radius))
            return;
        double reach = s.Radius + 1;
        int left = Bound(Math.Min(s.X0, s.X1) - reach, width), right = Bound(Math.Max(s.X0, s.X1) + reach, width);
        int top = Bound(Math.Min(s.Y0, s.Y1) - reach, height), bottom = Bound(Math.Max(s.Y0, s.Y1) + reach, height);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                double cover = Math.Clamp(0.5 + s.Radius - Distance(s, x + 0.5, y + 0.5), 0, 1);
                if (cover > 0)
                    Blend(pixels.AsSpan(3 * (y * width + x), 3), s.Color, cover);
            }
        }
    }

    private static int Bound(double value, int limit) => (int)Math.Clamp(Math.Ceiling(value), 0, limit);

    /// <summary>From a point to the segment between a stroke's ends.</summary>
    private static double Distance(SceneStroke s, double x, double y)
    {
        double dx = s.X1 - s.X0, dy = s.Y1 - s.Y0, length = dx * dx + dy * dy;
        double t = length > 0 ? Math.Clamp(((x - s.X0) * dx + (y - s.Y0) * dy) / length, 0, 1) : 0;
        return double.Hypot(x - s.X0 - t * dx, y - s.Y0 - t * dy);
    }

    private static void Blend(Span<byte> pixel, SceneColor color, double cover)
    {
        pixel[0] = Mix(pixel[0], color.Red, cover);
        pixel[1] = Mix(pixel[1], color.Green, cover);
        pixel[2] = Mix(pixel[2], color.Blue, cover);
    }

    private static byte Mix(byte under, byte over, double cover) => (byte)Math.Round(under + (over - under) * cover);
}
