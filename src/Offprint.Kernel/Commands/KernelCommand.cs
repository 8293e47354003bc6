using System.CommandLine;
using Offprint.Kernel.DotnetInteractive;
using Offprint.Kernel.KernelSpecs;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Running;
using Offprint.Kernel.Server;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint kernel</c>: the engine as a Jupyter kernel.</summary>
internal static class KernelCommand
{
    private static readonly Option<string> s_connection = new("--connection-file") { Required = true,
        Description = "The file that a Jupyter client wrote." };
    private static readonly Option<bool> s_user = new("--user") { Description = "For this user [default]." };
    private static readonly Option<string?> s_prefix = new("--prefix") { Description =
        "Below an installation's folder, in its share/jupyter." };
    private static readonly Option<bool> s_active = new("--sys-prefix") { Description = "In the Python environment that is active." };

    private static readonly Option<string> s_name = new("--name")
    {
        Description = "The kernel's name.", DefaultValueFactory = _ => KernelSpec.DefaultName,
    };

    private static readonly Option<bool> s_dotnetInteractive = new("--dotnet-interactive")
    {
        Description = "Instead of this engine .NET Interactive's last release, in a private copy that knows Offprint's packages.",
    };

    public static Command Create() => new("kernel", "The notebook engine as a Jupyter kernel.") { CreateInstall(), CreateUninstall(),
        CreateList(), CreateStart() };

    /// <summary>Runs a kernel until it is asked to shut down.</summary>
    public static async Task<int> StartAsync(string connectionFile)
    {
        await KernelServer.RunAsync(connectionFile).ConfigureAwait(false);
        // Not by returning: a thread that a cell left behind would keep the process.
        Environment.Exit(0);
        return 0;
    }

    private static Command CreateStart()
    {
        Command start = new("start", "Runs a Jupyter kernel until it is asked to shut down.") { s_connection };
        start.SetAction((result, _) => StartAsync(result.GetRequiredValue(s_connection)));
        return start;
    }

    private static Command CreateInstall()
    {
        Command install = WithPlace("install", "Makes the kernel known to Jupyter and to editors that use it.");
        install.Options.Add(s_dotnetInteractive);
        install.SetAction(async (result, cancellation) =>
        {
            await LargePackages.EnsureAsync(cancellation).ConfigureAwait(false);
            string place = Place(result) ?? JupyterFolders.OfThisProcess.User;
            if (result.GetValue(s_dotnetInteractive))
            {
                await InstallDotnetInteractiveAsync(place, cancellation).ConfigureAwait(false);
                return;
            }
            KernelSpec spec = KernelSpec.At(place, result.GetRequiredValue(s_name));
            spec.Install();
            Console.WriteLine($"Installed the kernel {spec.Name} in {spec.Folder}");
        });
        return install;
    }

    /// <summary>One kernel a language: clients start a notebook in the language of its kernel.</summary>
    private static async Task InstallDotnetInteractiveAsync(string place, CancellationToken cancellation)
    {
        KernelProgram program = await PrivateInstallation.EnsureAsync(cancellation).ConfigureAwait(false);
        Dictionary<string, string> environment = PrivateInstallation.Environment(PackedPackages.Folder);
        PackedPackages.ForgetChoices();
        foreach ((string name, string language) in new[] { ("csharp", "C#"), ("fsharp", "F#") })
        {
            KernelSpec spec = KernelSpec.At(place, $"{KernelSpec.DotnetInteractivePrefix}{name}");
            spec.Install(program.For(name), $"{language} (.NET Interactive)", language, environment);
            Console.WriteLine($"Installed the kernel {spec.Name} in {spec.Folder}");
        }
    }

    private static Command CreateUninstall()
    {
        Command uninstall = WithPlace("uninstall", "Removes the kernel from where it is named, else from wherever Jupyter finds it.");
        uninstall.SetAction(result =>
        {
            string name = result.GetRequiredValue(s_name);
            string? place = Place(result);
            KernelSpec[] found = [.. KernelSpec.Installed(JupyterFolders.OfThisProcess, place)
                .Where(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
            if (found.Length == 0)
                throw new UserException($"There is no kernel {name} of Offprint " +
                    $"{(place is null ? "where Jupyter looks" : $"in {place}")}.");
            foreach (KernelSpec spec in found)
            {
                spec.Uninstall();
                Console.WriteLine($"Removed the kernel {spec.Name} from {spec.Folder}");
            }
        });
        return uninstall;
    }

    private static Command CreateList()
    {
        Command list = new("list", "Lists Offprint's kernels that Jupyter finds.");
        list.SetAction(_ =>
        {
            KernelSpec[] found = [.. KernelSpec.Installed(JupyterFolders.OfThisProcess)];
            foreach (KernelSpec spec in found)
                Console.WriteLine($"{spec.Name,-20} " +
                    $"{spec.Folder}{(File.Exists(spec.Program) ? "" : $"   (broken: {spec.Program} is missing; install it again)")}");
            if (found.Length == 0)
                Console.WriteLine("None. Install one with: offprint kernel install");
        });
        return list;
    }

    private static Command WithPlace(string name, string description)
    {
        Command command = new(name, description) { s_user, s_prefix, s_active, s_name };
        command.Validators.Add(result =>
        {
            int places = (result.GetValue(s_user) ? 1 : 0) + (result.GetValue(s_prefix) is null ? 0 : 1) +
                (result.GetValue(s_active) ? 1 : 0);
            if (places > 1)
                result.AddError("--user, --prefix and --sys-prefix exclude each other.");
        });
        return command;
    }

    /// <summary>The folder that the options name; null if they name none.</summary>
    private static string? Place(ParseResult result)
    {
        JupyterFolders folders = JupyterFolders.OfThisProcess;
        if (result.GetValue(s_prefix) is { } prefix)
            return JupyterFolders.OfPrefix(prefix);
        if (result.GetValue(s_active))
        {
            return folders.ActiveEnvironment
                ?? throw new UserException("No Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are not set). Activate one, " +
                    "or use --user or --prefix.");
        }
        return result.GetValue(s_user) ? folders.User : null;
    }
}
