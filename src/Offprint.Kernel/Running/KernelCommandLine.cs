using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Offprint.Files;

namespace Offprint.Kernel.Running;

/// <summary>How a kernel's process is started: with the world's cultures where the machine has them.</summary>
/// <remarks>
/// Commands run in the invariant culture, which needs no library and gives the same bytes everywhere. Cells expect sorting, cultures and
/// time zones as in any program; but a program that asks for them where ICU is missing does not even start. So it is looked for first.
/// </remarks>
internal static class KernelCommandLine
{
    private const string Invariant = "\"System.Globalization.Invariant\": true";
    private const int OldestIcu = 50, NewestIcu = 90;

    /// <summary>The arguments of <c>dotnet</c> that start the engine.</summary>
    public static IEnumerable<string> Arguments(string program)
    {
        string configuration = Path.ChangeExtension(program, ".runtimeconfig.json");
        if (!HasCultures() || !File.Exists(configuration))
            return [program];
        string text = File.ReadAllText(configuration).Replace(Invariant, Invariant.Replace("true", "false", StringComparison.Ordinal),
            StringComparison.Ordinal);
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        string path = Path.Combine(ProjectFolders.Cache, "kernel", $"{name}.runtimeconfig.json");
        if (!File.Exists(path))
            AtomicFile.WriteText(path, text);
        return ["exec", "--runtimeconfig", path, program];
    }

    /// <summary>Whether the runtime would find ICU, by the names under which it looks for it.</summary>
    private static bool HasCultures() => !OperatingSystem.IsLinux()
        || Enumerable.Range(OldestIcu, NewestIcu - OldestIcu).Reverse()
            .Any(version => NativeLibrary.TryLoad($"libicuuc.so.{version}", out _));
}
