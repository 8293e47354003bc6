using System.Runtime.InteropServices;
using System.Text;
using Offprint.Cards;

namespace Offprint.Environments.MuJoCo;

/// <summary>A compiled MuJoCo model. It does not change, so simulations on any number of threads may share it.</summary>
public sealed unsafe class MujocoModel : IDescribable, IDisposable
{
    // Doubles. MuJoCo's own choice is larger; only a model that asks for less than this could overflow it.
    private const int SmallestStack = 1 << 18;

    private static readonly Lock s_loading = new();

    private readonly MujocoLibrary _library;
    private readonly ModelHandle _handle;

    private MujocoModel(MujocoLibrary library, nint model, string name)
    {
        _library = library;
        _handle = new ModelHandle(library, model);
        Name = name;
        ModelOffsets at = library.Layout.Model;
        PositionCount = Integer(at.Positions);
        VelocityCount = Integer(at.Velocities);
        ControlCount = Integer(at.Controls);
        BodyCount = Integer(at.Bodies);
        GeomCount = Integer(at.Geoms);
        SiteCount = Integer(at.Sites);
        TimeStep = *(double*)(model + at.TimeStep);
        ref int stack = ref *(int*)(model + at.Stack);
        stack = Math.Max(stack, SmallestStack);
    }

    /// <summary>Compiles a model.</summary>
    /// <param name="mjcf">The model in MuJoCo's XML format.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>The model.</returns>
    /// <exception cref="MujocoException">MuJoCo is missing, or the model is in error; the message carries MuJoCo's with its
    /// line.</exception>
    public static MujocoModel FromXml(string mjcf, string name = "model")
    {
        MujocoLibrary library = MujocoLibrary.Loaded;
        string file = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.xml");
        const int capacity = 1000;
        byte* error = stackalloc byte[capacity];
        error[0] = 0;
        nint model;
        try
        {
            File.WriteAllText(file, mjcf);
            fixed (byte* path = Encoding.UTF8.GetBytes(file + '\0'))
            {
                lock (s_loading) // the compiler keeps the last model in a global variable
                    model = library.LoadXml(path, 0, error, capacity);
            }
        }
        finally
        {
            File.Delete(file);
        }
        MujocoLibrary.ThrowIfFailed();
        if (model == 0)
        {
            string message = Marshal.PtrToStringUTF8((nint)error)?.Trim() ?? "unknown error";
            throw new MujocoException($"MuJoCo refuses the MJCF of {name}: {message}. Lines count from the start of the XML text.");
        }
        return new MujocoModel(library, model, name);
    }

    /// <summary>Compiles one of the library's own models.</summary>
    /// <param name="name">The name of a file in this folder's <c>Models</c>, without its ending.</param>
    /// <returns>The model.</returns>
    internal static MujocoModel Shipped(string name) => FromXml(ShippedXml(name), name);

    /// <summary>The text of one of the library's own models.</summary>
    /// <param name="name">The name of a file in this folder's <c>Models</c>, without its ending.</param>
    /// <returns>The MJCF.</returns>
    internal static string ShippedXml(string name)
    {
        using Stream stream = typeof(MujocoModel).Assembly.GetManifestResourceStream($"Offprint.MuJoCo.{name}.xml")
            ?? throw new ArgumentException($"There is no model {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What the model is called in messages.</summary>
    public string Name { get; }

    /// <summary>Generalized positions, nq.</summary>
    public int PositionCount { get; }

    /// <summary>Degrees of freedom, nv.</summary>
    public int VelocityCount { get; }

    /// <summary>Controls, nu.</summary>
    public int ControlCount { get; }

    /// <summary>Bodies, the world included.</summary>
    public int BodyCount { get; }

    /// <summary>Geoms: the shapes that collide and are drawn.</summary>
    public int GeomCount { get; }

    /// <summary>Sites: marked points.</summary>
    public int SiteCount { get; }

    /// <summary>The integrator's step in seconds.</summary>
    public double TimeStep { get; }

    /// <summary>Positions in the model's reference configuration, [nq].</summary>
    public ReadOnlySpan<double> InitialPositions => Doubles(_library.Layout.Model.InitialPositions, PositionCount);

    /// <summary>Masses of the bodies in kg, [bodies]; the world's is 0.</summary>
    public ReadOnlySpan<double> BodyMasses => Doubles(_library.Layout.Model.BodyMass, BodyCount);

    /// <summary>The mass of everything that moves, in kg.</summary>
    public double TotalMass
    {
        get
        {
            double sum = 0;
            foreach (double mass in BodyMasses)
                sum += mass;
            return sum;
        }
    }

    /// <summary>The controls' ranges as an action space.</summary>
    /// <exception cref="MujocoException">A control has no range, or the model has no controls.</exception>
    public BoxSpace ControlSpace
    {
        get
        {
            var range = Doubles(_library.Layout.Model.ControlRange, 2 * ControlCount);
            var limited = new ReadOnlySpan<byte>(*(byte**)(Pointer + _library.Layout.Model.ControlLimited), ControlCount);
            if (ControlCount == 0 || limited.Contains((byte)0))
            {
                throw new MujocoException(
                    $"An action space needs controls with ranges: give each actuator of {Name} ctrllimited=\"true\" and a ctrlrange.");
            }
            float[] low = new float[ControlCount], high = new float[ControlCount];
            for (int i = 0; i < ControlCount; i++)
                (low[i], high[i]) = ((float)range[2 * i], (float)range[2 * i + 1]);
            return new BoxSpace(low, high);
        }
    }

    /// <summary>The number of a body.</summary>
    /// <param name="name">Its name in the MJCF.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int Body(string name) => Find(1, "body", name);

    /// <summary>The number of a site.</summary>
    /// <param name="name">Its name in the MJCF.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int Site(string name) => Find(6, "site", name);

    /// <summary>What a geom looks like.</summary>
    /// <param name="geom">Its number.</param>
    /// <returns>Its shape, the three numbers of its size in m, and its color.</returns>
    public MujocoGeom Geom(int geom)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)geom, (uint)GeomCount, nameof(geom));
        ModelOffsets at = _library.Layout.Model;
        var size = Doubles(at.GeomSize, 3 * GeomCount).Slice(3 * geom, 3);
        float* color = *(float**)(Pointer + at.GeomColor) + 4 * geom;
        return new MujocoGeom(
            (MujocoShape)(*(int**)(Pointer + at.GeomType))[geom], (*(int**)(Pointer + at.GeomBody))[geom],
            size[0], size[1], size[2], color[0], color[1], color[2], color[3]);
    }

    internal nint Pointer => _handle.Pointer;

    internal MujocoLibrary Native => _library;

    internal SafeHandle Handle => _handle;

    private int Integer(int offset) => *(int*)(Pointer + offset);

    private ReadOnlySpan<double> Doubles(int offset, int count) => new(*(double**)(Pointer + offset), count);

    private int Find(int kind, string word, string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
        {
            int id = _library.NameToId(Pointer, kind, text);
            return id >= 0 ? id : throw new ArgumentException($"The model {Name} has no {word} named {name}.", nameof(name));
        }
    }

    /// <inheritdoc/>
    public Card Describe() => new(Name)
    {
        Subtitle = $"MuJoCo {MujocoLayout.Name(_library.Version)} model",
        Facts =
        [
            new("Degrees of freedom", VelocityCount), new("Controls", ControlCount), new("Bodies", BodyCount - 1),
            new("Mass", TotalMass, "kg"), new("Time step", TimeStep, "s"),
        ],
    };

    /// <summary>Frees the model once no simulation uses it.</summary>
    public void Dispose() => _handle.Dispose();

    private sealed class ModelHandle : SafeHandle
    {
        private readonly MujocoLibrary _library;

        public ModelHandle(MujocoLibrary library, nint model)
            : base(0, ownsHandle: true)
        {
            _library = library;
            SetHandle(model);
        }

        public nint Pointer
        {
            get
            {
                ObjectDisposedException.ThrowIf(IsClosed, typeof(MujocoModel));
                return handle;
            }
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            _library.DeleteModel(handle);
            return true;
        }
    }
}

/// <summary>Shapes of geoms, numbered as in MuJoCo.</summary>
public enum MujocoShape
{
    /// <summary>A plane, in principle unbounded.</summary>
    Plane = 0,

    /// <summary>A sphere.</summary>
    Sphere = 2,

    /// <summary>A capsule: a cylinder with round ends.</summary>
    Capsule = 3,

    /// <summary>A cylinder.</summary>
    Cylinder = 5,

    /// <summary>A box.</summary>
    Box = 6,
}

/// <summary>What a geom looks like.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Body">The body it belongs to; 0 is the world.</param>
/// <param name="Size0">The radius, or half the first edge (m).</param>
/// <param name="Size1">Half the length of a capsule or cylinder, or half the second edge (m).</param>
/// <param name="Size2">Half the third edge (m).</param>
/// <param name="Red">Red, 0 to 1.</param>
/// <param name="Green">Green, 0 to 1.</param>
/// <param name="Blue">Blue, 0 to 1.</param>
/// <param name="Opacity">Opacity, 0 to 1.</param>
public readonly record struct MujocoGeom(
    MujocoShape Shape, int Body, double Size0, double Size1, double Size2, float Red, float Green, float Blue, float Opacity);
