namespace Offprint.Kernel;

/// <summary>The <c>dotnet</c> that runs this process, so that its children run on the same.</summary>
internal static class DotnetHost
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } configured ? configured
        : System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : OfRuntime() is { } known && File.Exists(known) ? known
        : "dotnet";

    /// <summary>Above the folder of the framework that this process uses, unless it brought its own.</summary>
    private static string? OfRuntime() => System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } framework
        ? System.IO.Path.GetFullPath(System.IO.Path.Combine(framework, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe"
            : "dotnet"))
        : null;
}
