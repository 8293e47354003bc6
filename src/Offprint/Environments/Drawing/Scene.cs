using Offprint.Cards;

namespace Offprint.Environments.Drawing;

/// <summary>What an environment looks like at one moment: strokes with round ends, the later ones on top.</summary>
/// <param name="CenterX">The middle of the picture, in m.</param>
/// <param name="CenterY">The middle of the picture, in m.</param>
/// <param name="Width">The picture's width, in m.</param>
/// <param name="Height">The picture's height, in m.</param>
public sealed record Scene(double CenterX, double CenterY, double Width, double Height)
{
    private readonly List<SceneStroke> _strokes = [];

    /// <summary>The strokes, in the order in which they are drawn.</summary>
    public IReadOnlyList<SceneStroke> Strokes => _strokes;

    /// <summary>Adds a stroke.</summary>
    /// <param name="x0">Its start, in m, to the right.</param>
    /// <param name="y0">Its start, in m, upward.</param>
    /// <param name="x1">Its end.</param>
    /// <param name="y1">Its end.</param>
    /// <param name="radius">Half its thickness in m; 0 is a line as thin as the picture allows.</param>
    /// <param name="color">Its color.</param>
    /// <returns>This scene.</returns>
    public Scene Stroke(double x0, double y0, double x1, double y1, double radius, SceneColor color)
    {
        _strokes.Add(new(x0, y0, x1, y1, radius, color));
        return this;
    }

    /// <summary>Adds a disk.</summary>
    /// <param name="x">Its center, in m.</param>
    /// <param name="y">Its center, in m.</param>
    /// <param name="radius">Its radius, in m.</param>
    /// <param name="color">Its color.</param>
    /// <returns>This scene.</returns>
    public Scene Disk(double x, double y, double radius, SceneColor color) => Stroke(x, y, x, y, radius, color);

    /// <summary>The scene as a figure.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <returns>One picture.</returns>
    public ImageGrid Figure(string title, int width = 240) => new(title, [SceneRaster.Paint(this, width)], 1) { Scale = 1 };
}

/// <summary>A thick line with round ends; a disk where both ends are one.</summary>
/// <param name="X0">Its start, in m.</param>
/// <param name="Y0">Its start, in m.</param>
/// <param name="X1">Its end, in m.</param>
/// <param name="Y1">Its end, in m.</param>
/// <param name="Radius">Half its thickness, in m.</param>
/// <param name="Color">Its color.</param>
public readonly record struct SceneStroke(double X0, double Y0, double X1, double Y1, double Radius, SceneColor Color);

/// <summary>A color.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
public readonly record struct SceneColor(byte Red, byte Green, byte Blue)
{
    /// <summary>Of the ground and of rails.</summary>
    public static SceneColor Ground { get; } = new(150, 155, 160);

    /// <summary>Of what the agent drives.</summary>
    public static SceneColor Body { get; } = new(0, 114, 178);

    /// <summary>Of what hangs on it.</summary>
    public static SceneColor Limb { get; } = new(213, 94, 0);

    /// <summary>Of goals.</summary>
    public static SceneColor Goal { get; } = new(0, 158, 115);
}
