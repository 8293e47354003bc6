using System.CommandLine;
using System.Diagnostics;
using Offprint.Kernel.KernelSpecs;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint lab</c>: JupyterLab, or else the classic Notebook, with the kernel in it for as long as it runs.</summary>
internal static class LabCommand
{
    private const string SearchPath = "JUPYTER_PATH";

    private static readonly Argument<string[]> s_arguments = new("arguments")
    {
        Description = "Passed on to Jupyter; put -- before options.", Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Command command = new("lab", "Opens JupyterLab, or else Jupyter Notebook, with this kernel.") { s_arguments };
        command.SetAction((result, _) => RunAsync(result.GetValue(s_arguments) ?? []));
        return command;
    }

    /// <remarks>Ctrl-C reaches Jupyter by itself; this process ends after it, and then removes the kernelspec.</remarks>
    private static async Task<int> RunAsync(string[] arguments)
    {
        string program = Find("jupyter-lab") ?? Find("jupyter-notebook") ?? throw new UserException(
            "Neither JupyterLab nor Jupyter Notebook is on the search path. Install one, for instance with `pip install jupyterlab`, "
            + "or make the kernel known to an editor that brings its own: offprint kernel install.");
        string folder = Directory.CreateTempSubdirectory("offprint-lab-").FullName;
        try
        {
            KernelSpec.At(folder, KernelSpec.DefaultName).Install();
            ProcessStartInfo start = new(program, ["-y", .. Permissions, .. arguments]);
            string? known = Environment.GetEnvironmentVariable(SearchPath);
            start.Environment[SearchPath] = string.IsNullOrEmpty(known) ? folder : folder + Path.PathSeparator + known;
            using Process jupyter = Process.Start(start)!;
            await jupyter.WaitForExitAsync().ConfigureAwait(false);
            return jupyter.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Jupyter's servers refuse to run for root unless they are told to.</summary>
    private static string[] Permissions => !OperatingSystem.IsWindows() && Environment.UserName == "root" ? ["--allow-root"] : [];

    private static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(n => Path.Combine(folder, n))).FirstOrDefault(File.Exists);
    }
}
