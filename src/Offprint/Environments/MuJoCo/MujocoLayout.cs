namespace Offprint.Environments.MuJoCo;

/// <summary>
/// Where the fields of <c>mjModel</c> and <c>mjData</c> lie, in bytes. They move with every version of MuJoCo, so each version has its own
/// table, read off its headers with <c>offsetof</c> on a 64-bit machine; a version without a table is refused.
/// </summary>
internal sealed record MujocoLayout
{
    /// <summary>MuJoCo 2.2.2, the version of Debian 12.</summary>
    private static readonly MujocoLayout s_version222 = new()
    {
        Model = new()
        {
            Positions = 0, Velocities = 4, Controls = 8, Activations = 12, Bodies = 16, Joints = 20, Geoms = 24, Sites = 28, Stack = 216,
            TimeStep = 232, InitialPositions = 1096, BodyMass = 1240, JointRange = 1368, GeomType = 1488, GeomBody = 1520, GeomSize = 1592,
            GeomColor = 1664, ControlLimited = 2744, ControlRange = 2792,
        },
        Data = new()
        {
            Warnings = 24, Time = 40336, Energy = 40344, Positions = 40376, Velocities = 40384, WarmStart = 40400, Controls = 40408,
            BodyPositions = 40480, GeomPositions = 40536, GeomRotations = 40544, SitePositions = 40552, ConstraintForces = 41136,
            ContactForces = 41168,
        },
        FirstStateWarning = 4,
    };

    /// <summary>The versions that have a table.</summary>
    public static IReadOnlyDictionary<int, MujocoLayout> Known { get; } = new Dictionary<int, MujocoLayout> { [222] = s_version222 };

    public required ModelOffsets Model { get; init; }

    public required DataOffsets Data { get; init; }

    /// <summary>The number of <c>mjWARN_BADQPOS</c>; those of bad velocities and accelerations follow it.</summary>
    public required int FirstStateWarning { get; init; }

    /// <summary>The table of a version.</summary>
    /// <param name="version">What <c>mj_version</c> returned, e.g. 222 for 2.2.2.</param>
    /// <param name="library">The library's name or path, for the message.</param>
    /// <returns>The table.</returns>
    /// <exception cref="MujocoException">There is none.</exception>
    public static MujocoLayout For(int version, string library) => Known.TryGetValue(version, out MujocoLayout? layout)
        ? layout
        : throw new MujocoException(
            $"{library} is MuJoCo {Name(version)}; Offprint knows the memory layout of {string.Join(", ", Known.Keys.Select(Name))} " +
                "only. " +
            MujocoLibrary.Remedy);

    /// <summary>A version's number as people write it: 222 is 2.2.2.</summary>
    /// <param name="version">The number.</param>
    /// <returns>Its name.</returns>
    public static string Name(int version) => $"{version / 100}.{version / 10 % 10}.{version % 10}";
}

/// <summary>Fields of <c>mjModel</c>: sizes (nq, nv, nu, …) are in place, the others pointers.</summary>
internal sealed record ModelOffsets
{
    public required int Positions { get; init; }

    public required int Velocities { get; init; }

    public required int Controls { get; init; }

    public required int Activations { get; init; }

    public required int Bodies { get; init; }

    public required int Joints { get; init; }

    public required int Geoms { get; init; }

    public required int Sites { get; init; }

    public required int Stack { get; init; }

    public required int TimeStep { get; init; }

    public required int InitialPositions { get; init; }

    public required int BodyMass { get; init; }

    public required int JointRange { get; init; }

    public required int GeomType { get; init; }

    public required int GeomBody { get; init; }

    public required int GeomSize { get; init; }

    public required int GeomColor { get; init; }

    public required int ControlLimited { get; init; }

    public required int ControlRange { get; init; }
}

/// <summary>Fields of <c>mjData</c>: warnings, time and energy are in place, the others pointers.</summary>
internal sealed record DataOffsets
{
    public required int Warnings { get; init; }

    public required int Time { get; init; }

    public required int Energy { get; init; }

    public required int Positions { get; init; }

    public required int Velocities { get; init; }

    public required int WarmStart { get; init; }

    public required int Controls { get; init; }

    public required int BodyPositions { get; init; }

    public required int GeomPositions { get; init; }

    public required int GeomRotations { get; init; }

    public required int SitePositions { get; init; }

    public required int ConstraintForces { get; init; }

    public required int ContactForces { get; init; }
}
