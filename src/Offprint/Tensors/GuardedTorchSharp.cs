using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Offprint.Files;
using TorchSharp;

namespace Offprint.Tensors;

/// <summary>The copy of TorchSharp that keeps arguments of native calls alive; <c>Directory.Build.targets</c> says how and why.</summary>
/// <remarks>
/// Programs get it when they are built (<c>build/Offprint.targets</c>). A notebook engine that loads Offprint from NuGet's folder builds
/// nothing:
/// there it is loaded from the package, before anything asks for TorchSharp.
/// </remarks>
internal static class GuardedTorchSharp
{
    private const string Name = "TorchSharp";

    /// <summary>Whether it is the guarded copy that is loaded.</summary>
    public static bool IsLoaded
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };
    }

    /// <summary>Loads it from the package that this library was loaded from, unless there is another TorchSharp already.</summary>
    public static void Load()
    {
        Assembly own = typeof(GuardedTorchSharp).Assembly;
        if (NuGetFolders.PackageOf(own) is not { } package || AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == Name))
            return;
        string copy = Path.Combine(package, "guarded", Name + ".dll");
        if (File.Exists(copy))
            AssemblyLoadContext.GetLoadContext(own)!.LoadFromAssemblyPath(copy);
    }
}
