using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Offprint.Environments.MuJoCo;

/// <summary>MuJoCo's shared library, loaded at the first use. Nothing else of Offprint needs it.</summary>
public sealed unsafe class MujocoLibrary
{
    /// <summary>The environment variable that names the library's file, for installations outside the loader's search path.</summary>
    public const string PathVariable = "OFFPRINT_MUJOCO";

    internal const string Remedy =
        "Install MuJoCo 2.2.2: on Debian 12 `apt-get install libmujoco2.2.2`; elsewhere unpack the release 2.2.2 of " +
        "https://github.com/google-deepmind/mujoco/releases and set " + PathVariable + " to its library " +
        "(lib/libmujoco.so.2.2.2 or bin/mujoco.dll).";

    private static readonly Lazy<MujocoLibrary> s_loaded = new(() => Open(Candidates()), LazyThreadSafetyMode.ExecutionAndPublication);

    // MuJoCo reports through callbacks without a context, on the thread that called it.
    [ThreadStatic]
    private static string? t_error;

    internal readonly delegate* unmanaged<byte*, nint, byte*, int, nint> LoadXml;
    internal readonly delegate* unmanaged<nint, void> DeleteModel, DeleteData;
    internal readonly delegate* unmanaged<nint, nint> MakeData;
    internal readonly delegate* unmanaged<nint, nint, void> ResetData, Forward, Step, ContactForces;
    internal readonly delegate* unmanaged<nint, int, byte*, int> NameToId;

    private MujocoLibrary(nint handle, string name)
    {
        Handle = handle;
        Version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(handle, "mj_version"))();
        Layout = MujocoLayout.For(Version, name);
        LoadXml = (delegate* unmanaged<byte*, nint, byte*, int, nint>)NativeLibrary.GetExport(handle, "mj_loadXML");
        DeleteModel = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(handle, "mj_deleteModel");
        DeleteData = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(handle, "mj_deleteData");
        MakeData = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(handle, "mj_makeData");
        ResetData = (delegate* unmanaged<nint, nint, void>)NativeLibrary.GetExport(handle, "mj_resetData");
        Forward = (delegate* unmanaged<nint, nint, void>)NativeLibrary.GetExport(handle, "mj_forward");
        Step = (delegate* unmanaged<nint, nint, void>)NativeLibrary.GetExport(handle, "mj_step");
        ContactForces = (delegate* unmanaged<nint, nint, void>)NativeLibrary.GetExport(handle, "mj_rnePostConstraint");
        NameToId = (delegate* unmanaged<nint, int, byte*, int>)NativeLibrary.GetExport(handle, "mj_name2id");
        // Without callbacks an error ends the process and a warning writes to a log file in the working folder.
        *(nint*)NativeLibrary.GetExport(handle, "mju_user_error") = (nint)(delegate* unmanaged<byte*, void>)&OnError;
        *(nint*)NativeLibrary.GetExport(handle, "mju_user_warning") = (nint)(delegate* unmanaged<byte*, void>)&OnWarning;
    }

    /// <summary>Whether MuJoCo can be used here.</summary>
    public static bool IsAvailable => Problem is null;

    /// <summary>Why MuJoCo cannot be used here, with the remedy; <see langword="null"/> if it can.</summary>
    public static string? Problem
    {
        get
        {
            try
            {
                _ = Loaded;
                return null;
            }
            catch (MujocoException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>The library, loaded.</summary>
    /// <exception cref="MujocoException">It is missing or of an unknown version; the message says what to do.</exception>
    public static MujocoLibrary Loaded => s_loaded.Value;

    /// <summary>The version, e.g. 222 for 2.2.2.</summary>
    public int Version { get; }

    internal nint Handle { get; }

    internal MujocoLayout Layout { get; }

    internal static MujocoLibrary Open(IReadOnlyList<string> candidates)
    {
        if (!Environment.Is64BitProcess)
            throw new MujocoException("MuJoCo needs a 64-bit process.");
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return new MujocoLibrary(handle, candidate);
        }
        throw new MujocoException($"MuJoCo was not found (tried {string.Join(", ", candidates)}). {Remedy}");
    }

    private static IReadOnlyList<string> Candidates() => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path
        ? [path]
        : ["libmujoco.so.2.2.2", "libmujoco.2.2.2.dylib", "libmujoco.so", "libmujoco.dylib", "mujoco.dll"];

    /// <summary>Turns an error that MuJoCo reported during a call on this thread into an exception.</summary>
    /// <param name="call">What was called.</param>
    /// <exception cref="MujocoException">There was one.</exception>
    internal static void ThrowIfFailed([CallerMemberName] string call = "")
    {
        if (t_error is null)
            return;
        string message = t_error;
        t_error = null;
        throw new MujocoException($"MuJoCo failed in {call}: {message}. Its state can no longer be trusted: dispose of the simulation.");
    }

    // MuJoCo expects an error handler not to return, but an exception cannot cross native frames and ending the process would take the
    // caller's work along. So the error is kept, and thrown once the call has returned. Running on after a full stack would not be safe:
    // MujocoModel raises stacks that were asked for too small, and MuJoCo's own choice is a thousand times what these tasks use.
    [UnmanagedCallersOnly]
    private static void OnError(byte* message) => t_error ??= Marshal.PtrToStringUTF8((nint)message) ?? "unknown error";

    // Warnings are counted in mjData, where MujocoSimulation reads those that matter.
    [UnmanagedCallersOnly]
    private static void OnWarning(byte* message)
    {
    }
}
