namespace Offprint.Kernel.Running;

/// <summary>How a kernel's process is started.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments; <see cref="ConnectionFile"/> stands for the connection file's path.</param>
internal sealed record KernelProgram(string File, IReadOnlyList<string> Arguments)
{
    public const string ConnectionFile = "{connection_file}";

    /// <summary>Offprint's own engine.</summary>
    public static KernelProgram Own { get; } =
        new(DotnetHost.Path, [.. KernelCommandLine.Arguments(typeof(KernelProgram).Assembly.Location), "kernel", "start",
            "--connection-file", ConnectionFile]);

    /// <summary>.NET Interactive with another language for cells that name none.</summary>
    public KernelProgram For(string language) => this with { Arguments = [.. Arguments.Select(a => a == "csharp" ? language : a)] };

    public IEnumerable<string> ArgumentsWith(string connectionFile) => Arguments.Select(a => a == ConnectionFile ? connectionFile : a);
}
