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

    /// <summary>
    /// Whether arguments of TorchSharp's calls stay alive until libtorch has read them. TorchSharp as published does not see to it: a
    /// collection at the wrong moment may free a number too early. Builds with Offprint, and notebooks that load it first, use a copy that
    /// does.
    /// </summary>
    public static bool KeepsArguments => GuardedTorchSharp.IsLoaded;

    /// <summary>
    /// Whether libtorch's files are where this library looks for them; nothing is loaded. True where TorchSharp does the looking.
    /// </summary>
    internal static bool IsInstalled => !IsSupported || Find("libtorch_cpu.so") is not null;

    /// <summary>The version of libtorch that TorchSharp wants.</summary>
    internal static string WantedVersion => VersionOf("LibTorch");

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
        // Only the loading of files, and nothing before the guard touches TorchSharp itself; a failure waits for the first use.
        try
        {
            GuardedTorchSharp.Load();
            PreloadNativeLibraries();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or DllNotFoundException)
        {
            s_preloadFailure = e;
        }
    }
#pragma warning restore CA2255

    private static Exception? s_preloadFailure;
    private static bool s_preloaded;
    private static string s_route = "loaded as shipped";

    private static string Load()
    {
        string convolutions;
        try
        {
            if (!s_preloaded)
                PreloadNativeLibraries(); // what was not there at first may have been restored since
            torch.InitializeDeviceType(DeviceType.CPU);
            FreedMemory.Keep();
            torch.set_num_threads(1);
            convolutions = ConvolutionCheck.Run();
        }
        catch (Exception e)
        {
            throw new DllNotFoundException(
                $"libtorch could not be loaded on {RuntimeInformation.RuntimeIdentifier}: {(s_preloadFailure ?? e).Message} " +
                "Offprint needs the package libtorch-cpu for this platform: a program that uses the package Offprint gets it once its " +
                    "project sets " +
                "RuntimeIdentifier (`dotnet run --use-current-runtime`); a checkout restores it (`./offprint test`). On Linux it also " +
                    "needs glibc 2.27 " +
                "or newer with libstdc++.", s_preloadFailure ?? e);
        }
        string arguments = KeepsArguments ? "" : ", arguments of its calls not kept alive";
        return $"libtorch {torch.__version__}, {RuntimeInformation.RuntimeIdentifier}, {s_route}, 1 thread{arguments}{convolutions}";
    }

    private static void PreloadNativeLibraries()
    {
        if (!IsSupported)
            return;
        string? original = Find(TorchSharpLibrary);
        if (original is null)
            return; // TorchSharp reports it in its own way, with the places it searched.
        foreach (string name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
        {
            if (Find(name) is { } path)
                NativeLibrary.Load(path);
        }
        s_preloaded = NativeLibrary.TryLoad(original, out _);
        if (s_preloaded)
            return;
        NativeLibrary.Load(WeakenedCopy(original));
        s_preloaded = true;
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

    private static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

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
        foreach (string packages in NuGetFolders.Of(typeof(LibTorch).Assembly))
        {
            yield return Path.Combine(packages, "torchsharp", VersionOf("TorchSharp"), native);
            yield return Path.Combine(packages, "libtorch-cpu-linux-x64", VersionOf("LibTorch"), native);
        }
        if (Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } library)
        {
            yield return library;
            yield return Path.Combine(library, native);
        }
    }

    private static string VersionOf(string package) => typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(a => a.Key == package + "Version").Value!;
}
