using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Offprint.Kernel.Scripting;

/// <summary>Loads compiled submissions, and the assemblies and native libraries that `#r` named, into the kernel's process.</summary>
internal sealed class SubmissionLoader
{
    private readonly ConcurrentDictionary<string, Assembly> _submissions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _probes = new(StringComparer.OrdinalIgnoreCase);

    public SubmissionLoader()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveNative;
    }

    public void AddProbe(string path) => _probes[Path.GetFileName(path)] = path;

    public Assembly Load(Stream image, Stream symbols)
    {
        Assembly assembly = AssemblyLoadContext.Default.LoadFromStream(image, symbols);
        _submissions[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (_submissions.TryGetValue(name.Name!, out Assembly? submission))
            return submission;
        return _probes.TryGetValue(name.Name + ".dll", out string? path) ? context.LoadFromAssemblyPath(path) : null;
    }

    private nint ResolveNative(Assembly assembly, string library)
    {
        string[] names = OperatingSystem.IsWindows() ? [library, $"{library}.dll"]
            : OperatingSystem.IsMacOS() ? [library, $"lib{library}.dylib", $"{library}.dylib"]
            : [library, $"lib{library}.so", $"{library}.so"];
        foreach (string name in names)
        {
            if (_probes.TryGetValue(name, out string? path) && NativeLibrary.TryLoad(path, out nint handle))
                return handle;
        }
        return 0;
    }
}
