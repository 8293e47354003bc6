using Offprint.Environments.Drawing;

namespace Offprint.Environments.MuJoCo;

/// <summary>Projects a simulation's geoms along parallel rays onto a picture.</summary>
/// <param name="Elevation">How far the camera looks down: 0 from the side, along y; π/2 from above.</param>
/// <param name="Turn">How far the camera is turned about the vertical.</param>
/// <param name="Middle">The picture's middle above the first body's start, in m.</param>
/// <param name="Width">The picture's width, in m.</param>
/// <param name="Height">The picture's height, in m.</param>
/// <param name="Spacing">The distance of the lines on the floor, in m.</param>
/// <param name="Follows">Whether the picture moves with the first body.</param>
internal sealed record MujocoCamera(double Elevation, double Turn, double Middle, double Width, double Height, double Spacing, bool Follows)
{
    public static MujocoCamera Side { get; } = new(0, 0, 0.75, 3, 2, 0.5, true);

    public static MujocoCamera Above { get; } = new(0.6, 0.35, 0.3, 4.8, 3.2, 1, true);

    public static MujocoCamera Table { get; } = new(Math.PI / 2, 0, 0, 0.66, 0.44, 0.1, false);

    public static MujocoCamera Cart { get; } = new(0, 0, 0.4, 3, 2, 1, false);

    /// <summary>Where the picture's middle is on the floor, unless it follows, in m.</summary>
    public (double X, double Y) Center { get; init; }

    /// <summary>A whole place from above.</summary>
    public static MujocoCamera Plan(double x, double y, double size) =>
        new(Math.PI / 2, 0, 0, 1.1 * size, 1.1 * size, size, false) { Center = (x, y) };

    public Scene Draw(MujocoSimulation simulation)
    {
        ReadOnlySpan<double> first = simulation.BodyPosition(1);
        (double x, double y) = Follows ? (first[0], first[1]) : Center;
        (double middleX, double middleY) = Project(x, y, Middle);
        var scene = new Scene(middleX, middleY, Width, Height);
        var solid = new List<(double Depth, SceneStroke Stroke)>();
        for (int i = 0; i < simulation.Model.GeomCount; i++)
        {
            MujocoGeom geom = simulation.Model.Geom(i);
            if (geom.Shape == MujocoShape.Plane)
                DrawFloor(scene, x, y, simulation.GeomPosition(i)[2]);
            else if (geom.Shape == MujocoShape.Box)
                solid.AddRange(Box(geom, simulation.GeomPosition(i), simulation.GeomRotation(i)));
            else
                solid.Add(Solid(geom, simulation.GeomPosition(i), simulation.GeomRotation(i)));
        }
        foreach (var (_, s) in solid.OrderByDescending(one => one.Depth))
            scene.Stroke(s.X0, s.Y0, s.X1, s.Y1, s.Radius, s.Color);
        return scene;
    }

    private (double X, double Y) Project(double x, double y, double z)
    {
        (double sinTurn, double cosTurn) = Math.SinCos(Turn);
        (double sin, double cos) = Math.SinCos(Elevation);
        return (cosTurn * x + sinTurn * y, z * cos + (cosTurn * y - sinTurn * x) * sin);
    }

    private double Depth(double x, double y, double z)
    {
        (double sinTurn, double cosTurn) = Math.SinCos(Turn);
        (double sin, double cos) = Math.SinCos(Elevation);
        return (cosTurn * y - sinTurn * x) * cos - z * sin;
    }

    private (double, SceneStroke) Solid(MujocoGeom geom, ReadOnlySpan<double> center, ReadOnlySpan<double> rotation)
    {
        bool isLong = geom.Shape is MujocoShape.Capsule or MujocoShape.Cylinder;
        double half = isLong ? geom.Size1 : 0; // along the geom's own z axis, the third column of its rotation
        (double dx, double dy, double dz) = (half * rotation[2], half * rotation[5], half * rotation[8]);
        (double x0, double y0) = Project(center[0] - dx, center[1] - dy, center[2] - dz);
        (double x1, double y1) = Project(center[0] + dx, center[1] + dy, center[2] + dz);
        return (Depth(center[0], center[1], center[2]), new SceneStroke(x0, y0, x1, y1, geom.Size0, Color(geom)));
    }

    /// <summary>A box as strokes along its first edge, side by side.</summary>
    private IEnumerable<(double, SceneStroke)> Box(MujocoGeom geom, ReadOnlySpan<double> center, ReadOnlySpan<double> rotation)
    {
        const int strokes = 4;
        double radius = geom.Size1 / strokes, half = geom.Size0 - radius, depth = Depth(center[0], center[1], center[2]);
        var lines = new (double, SceneStroke)[strokes];
        for (int i = 0; i < strokes; i++)
        {
            double across = (2 * i + 1) * radius - geom.Size1;
            (double x, double y, double z) = (center[0] + across * rotation[1], center[1] + across * rotation[4],
                center[2] + across * rotation[7]);
            (double x0, double y0) = Project(x - half * rotation[0], y - half * rotation[3], z - half * rotation[6]);
            (double x1, double y1) = Project(x + half * rotation[0], y + half * rotation[3], z + half * rotation[6]);
            lines[i] = (depth, new SceneStroke(x0, y0, x1, y1, radius, Color(geom)));
        }
        return lines;
    }

    private static SceneColor Color(MujocoGeom geom)
    {
        return new SceneColor(Byte(geom.Red), Byte(geom.Green), Byte(geom.Blue));

        static byte Byte(float share) => (byte)Math.Clamp(Math.Round(share * 255), 0, 255);
    }

    /// <summary>Lines across and one along, so that motion shows; from the side the lines across are short marks.</summary>
    private void DrawFloor(Scene scene, double x, double y, double z)
    {
        double reach = Width + Height, from = Math.Floor((x - reach) / Spacing) * Spacing;
        for (double at = from; at < x + reach; at += Spacing)
        {
            (double x0, double y0) = Project(at, y - reach, z);
            (double x1, double y1) = Project(at, y + reach, z);
            double mark = Elevation == 0 ? 0.06 : 0;
            scene.Stroke(x0, y0, x1, y1 - mark, 0, s_line);
        }
        double lateral = Elevation == 0 ? 0 : Math.Floor((y - reach) / Spacing) * Spacing;
        double last = Elevation == 0 ? 0 : y + reach;
        for (double at = lateral; at <= last; at += Spacing)
        {
            (double x0, double y0) = Project(x - reach, at, z);
            (double x1, double y1) = Project(x + reach, at, z);
            scene.Stroke(x0, y0, x1, y1, 0, s_line);
        }
    }

    private static readonly SceneColor s_line = new(205, 208, 212);
}
