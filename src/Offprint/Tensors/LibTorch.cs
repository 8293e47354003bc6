using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Offprint.Files;
using TorchSharp;

namespace Offprint.Tensors;

/// <summary>Loads libtorch on this machine and sets it up for one worker: one intra-operation thread.</summary>
/// <remarks>
/// Two busy libtorch processes with two threads each slow one another down tenfold; with one thread each they do not. Independent
/// cells of an experiment therefore run side by side, each on one thread.
/// </remarks>
public static class LibTorch
{
    private const string TorchSharpLibrary = "libLibTorchSharp.so";
    private const string MissingVersion = "GLIBCXX_3.4.32";

    private static readonly Lazy<string> s_status = new(Load, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>Tensors that are alive now, as TorchSharp counts them: a loop that leaks none leaves it unchanged.</summary>
    public static long LiveTensors
    {
        get
        {
            EnsureLoaded();
            return torch.Tensor.TotalCount;
        }
    }

    /// <summary>Loads the native libraries once; later calls return at once.</summary>
    /// <returns>How libtorch was loaded, in one line.</returns>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded; the message says why and what to do.</exception>
    public static string EnsureLoaded() => s_status.Value;

    /// <summary>
    /// Limits the current thread to one intra-operation thread. libtorch keeps the number for each thread: one that has computed before the
    /// library was set up keeps the machine's default.
    /// </summary>
    public static void EnterWorker()
    {
        EnsureLoaded();
        torch.set_num_threads(1);
    }

#pragma warning disable CA2255 // A library needs this initializer: hosts such as .NET Interactive call TorchSharp before any of our types.
    [ModuleInitializer]
    internal static void Initialize()
    {
        // Only the loading of native files; nothing here touches TorchSharp itself, and a failure waits for the first use.
        try
        {
            PreloadNativeLibraries();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or DllNotFoundException)
        {
            s_preloadFailure = e;
        }
    }
#pragma warning restore CA2255

    private static Exception? s_preloadFailure;
    private static string s_route = "loaded as shipped";

    private static string Load()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            FreedMemory.Keep();
            torch.set_num_threads(1);
        }
        catch (Exception e)
        {
            throw new DllNotFoundException(
                $"libtorch could not be loaded on {RuntimeInformation.RuntimeIdentifier}: {(s_preloadFailure ?? e).Message} " +
                "Offprint needs the package libtorch-cpu for this platform beside TorchSharp (run `./offprint test` once to restore it) " +
                "and, on Linux, glibc 2.27 or newer with libstdc++.", s_preloadFailure ?? e);
        }
        return $"libtorch {torch.__version__}, {RuntimeInformation.RuntimeIdentifier}, {s_route}, 1 thread";
    }

    private static void PreloadNativeLibraries()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        string? original = Find(TorchSharpLibrary);
        if (original is null)
            return; // TorchSharp reports it in its own way, with the places it searched.
        foreach (string name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
        {
            if (Find(name) is { } path)
                NativeLibrary.Load(path);
        }
        if (NativeLibrary.TryLoad(original, out _))
            return;
        NativeLibrary.Load(WeakenedCopy(original));
        s_route = $"with a copy of {TorchSharpLibrary} that does not insist on {MissingVersion}";
    }

    /// <summary>A copy in the user's cache, named by the original's hash, so that an upgrade makes a new one.</summary>
    private static string WeakenedCopy(string original)
    {
        byte[] image = File.ReadAllBytes(original);
        string hash = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        string folder = Path.Combine(ProjectFolders.Cache, "native", hash);
        string copy = Path.Combine(folder, TorchSharpLibrary);
        if (File.Exists(copy))
            return copy;
        byte[] weakened = GlibcxxRequirement.Weaken(image, MissingVersion)
            ?? throw new BadImageFormatException($"{original} does not load, and not for want of {MissingVersion}.");
        AtomicFile.Write(copy, stream => stream.Write(weakened));
        return copy;
    }

    internal static string? Find(string file) => SearchFolders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> SearchFolders()
    {
        const string native = "runtimes/linux-x64/native";
        yield return Path.Combine(AppContext.BaseDirectory, native);
        yield return AppContext.BaseDirectory;
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string known)
        {
            foreach (string folder in known.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return folder;
        }
        // Loaded from the package cache: …/torchsharp/<version>/lib/<framework>/TorchSharp.dll
        string location = typeof(torch).Assembly.Location;
        if (Path.GetDirectoryName(location) is not { Length: > 0 } library)
            yield break;
        yield return library;
        yield return Path.Combine(library, native);
        string package = Path.GetFullPath(Path.Combine(library, "..", ".."));
        yield return Path.Combine(package, native);
        string version = typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "LibTorchVersion").Value!;
        yield return Path.GetFullPath(Path.Combine(package, "..", "..", "libtorch-cpu-linux-x64", version, native));
    }
}
