namespace Offprint.Environments.MuJoCo;

/// <summary>The state of one simulation of a model. Not thread-safe; each thread needs its own.</summary>
public sealed unsafe class MujocoSimulation : IDisposable
{
    private static int s_live;

    private readonly MujocoLibrary _library;
    private readonly double* _positions, _velocities, _controls, _warmStart, _bodies, _sites, _constraintForces, _contactForces;
    private readonly int* _stateWarnings;
    private nint _model, _data;

    /// <summary>Makes a simulation in the model's reference configuration.</summary>
    /// <param name="model">The model; it is kept alive.</param>
    /// <exception cref="MujocoException">MuJoCo has no memory left.</exception>
    public MujocoSimulation(MujocoModel model)
    {
        Model = model;
        _library = model.Native;
        bool held = false;
        model.Handle.DangerousAddRef(ref held);
        _model = model.Pointer;
        _data = _library.MakeData(_model);
        MujocoLibrary.ThrowIfFailed("mj_makeData");
        DataOffsets at = _library.Layout.Data;
        _positions = Pointer(at.Positions);
        _velocities = Pointer(at.Velocities);
        _controls = Pointer(at.Controls);
        _warmStart = Pointer(at.WarmStart);
        _bodies = Pointer(at.BodyPositions);
        _sites = Pointer(at.SitePositions);
        _constraintForces = Pointer(at.ConstraintForces);
        _contactForces = Pointer(at.ContactForces);
        _stateWarnings = (int*)(_data + at.Warnings) + 2 * _library.Layout.FirstStateWarning; // pairs (last info, count)
        Interlocked.Increment(ref s_live);
    }

    /// <summary>Frees what was not disposed of.</summary>
    ~MujocoSimulation() => Free();

    /// <summary>Simulations that are alive now: a loop that leaks none leaves it unchanged.</summary>
    public static int LiveCount => Volatile.Read(ref s_live);

    /// <summary>The model.</summary>
    public MujocoModel Model { get; }

    /// <summary>Simulated time in seconds.</summary>
    public double Time
    {
        get => *(double*)(Data + _library.Layout.Data.Time);
        set => *(double*)(Data + _library.Layout.Data.Time) = value;
    }

    /// <summary>
    /// Generalized positions, [nq]; to be changed at will, followed by <see cref="Forward"/> where derived quantities are read.
    /// </summary>
    public Span<double> Positions => Of(_positions, Model.PositionCount);

    /// <summary>Generalized velocities, [nv]; to be changed like <see cref="Positions"/>.</summary>
    public Span<double> Velocities => Of(_velocities, Model.VelocityCount);

    /// <summary>Controls, [nu]; MuJoCo clamps them to their ranges.</summary>
    public Span<double> Controls => Of(_controls, Model.ControlCount);

    /// <summary>The accelerations from which the constraint solver starts, [nv]: part of the state where equal bits matter.</summary>
    public Span<double> WarmStart => Of(_warmStart, Model.VelocityCount);

    /// <summary>Constraint forces in generalized coordinates, [nv], as the last step left them.</summary>
    public ReadOnlySpan<double> ConstraintForces => Of(_constraintForces, Model.VelocityCount);

    /// <summary>Torque and force of contacts on each body, [bodies × 6], as <see cref="ComputeContactForces"/> left them.</summary>
    public ReadOnlySpan<double> ContactForces => Of(_contactForces, 6 * Model.BodyCount);

    /// <summary>Potential and kinetic energy in J; MuJoCo computes them where the model enables the flag <c>energy</c>.</summary>
    public (double Potential, double Kinetic) Energy
    {
        get
        {
            double* energy = (double*)(Data + _library.Layout.Data.Energy);
            return (energy[0], energy[1]);
        }
    }

    /// <summary>
    /// Whether MuJoCo has met NaN or huge numbers in the state since <see cref="Reset"/>: it then goes on from the reference configuration.
    /// </summary>
    public bool Unstable
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == 0, this);
            return (_stateWarnings[1] | _stateWarnings[3] | _stateWarnings[5]) != 0;
        }
    }

    /// <summary>A body's position in m, [3]; of the last intermediate stage of a step, until <see cref="Forward"/>.</summary>
    /// <param name="body">The body's number.</param>
    /// <returns>The position.</returns>
    public ReadOnlySpan<double> BodyPosition(int body) => Of(_bodies, 3 * Model.BodyCount).Slice(3 * body, 3);

    /// <summary>A site's position in m, [3]; of the last intermediate stage of a step, until <see cref="Forward"/>.</summary>
    /// <param name="site">The site's number.</param>
    /// <returns>The position.</returns>
    public ReadOnlySpan<double> SitePosition(int site) => Of(_sites, 3 * Model.SiteCount).Slice(3 * site, 3);

    /// <summary>A geom's position in m, [3].</summary>
    /// <param name="geom">The geom's number.</param>
    /// <returns>The position.</returns>
    public ReadOnlySpan<double> GeomPosition(int geom) => Of(Pointer(_library.Layout.Data.GeomPositions), 3 * Model.GeomCount)
        .Slice(3 * geom, 3);

    /// <summary>A geom's rotation matrix, row by row, [9].</summary>
    /// <param name="geom">The geom's number.</param>
    /// <returns>The matrix.</returns>
    public ReadOnlySpan<double> GeomRotation(int geom) => Of(Pointer(_library.Layout.Data.GeomRotations), 9 * Model.GeomCount)
        .Slice(9 * geom, 9);

    /// <summary>Returns to the reference configuration, at rest.</summary>
    public void Reset()
    {
        _library.ResetData(_model, Data);
        Check();
    }

    /// <summary>Computes everything that follows from positions, velocities and controls, without a step.</summary>
    public void Forward()
    {
        _library.Forward(_model, Data);
        Check();
    }

    /// <summary>Computes <see cref="ContactForces"/> of the state at hand.</summary>
    public void ComputeContactForces()
    {
        _library.ContactForces(_model, Data);
        Check();
    }

    /// <summary>The sum of squares of <see cref="ContactForces"/>, each cut to ±1, as the rewards of ants count them.</summary>
    internal double SquaredContacts()
    {
        double sum = 0;
        foreach (double force in ContactForces)
        {
            double clipped = Math.Clamp(force, -1, 1);
            sum += clipped * clipped;
        }
        return sum;
    }

    /// <summary>Integrates.</summary>
    /// <param name="count">How many time steps.</param>
    public void Step(int count = 1)
    {
        nint data = Data;
        for (int i = 0; i < count; i++)
            _library.Step(_model, data);
        Check();
    }

    private nint Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == 0, this);
            return _data;
        }
    }

    private void Check()
    {
        MujocoLibrary.ThrowIfFailed("a simulation");
        GC.KeepAlive(this);
    }

    private double* Pointer(int offset) => *(double**)(Data + offset);

    private Span<double> Of(double* pointer, int count)
    {
        ObjectDisposedException.ThrowIf(_data == 0, this);
        return new Span<double>(pointer, count);
    }

    /// <summary>Frees the simulation.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Interlocked.Exchange(ref _data, 0) is not 0 and nint data)
        {
            _library.DeleteData(data);
            Interlocked.Decrement(ref s_live);
            _model = 0;
            Model.Handle.DangerousRelease();
        }
    }
}
