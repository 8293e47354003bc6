using System.CommandLine;
using Offprint.Data;
using Offprint.Kernel.DotnetInteractive;
using Offprint.Kernel.Notebooks;
using Offprint.Kernel.Packages;
using Offprint.Kernel.Running;
using ProjectFolders = Offprint.Files.ProjectFolders;

namespace Offprint.Kernel.Commands;

/// <summary><c>offprint run</c>.</summary>
internal static class RunCommand
{
    /// <summary>The profiles' names on the command line.</summary>
    public static string[] Profiles { get; } = ["smoke", "standard", "paper"];

    private const string OwnEngine = "offprint", DotnetInteractiveEngine = "dotnet-interactive";

    private static readonly Argument<string> s_notebook = new("notebook") { Description = "A notebook's path, or a paper's slug." };

    private static readonly Option<string[]> s_parameters = new("-p", "--parameter")
    {
        Description = "Sets a parameter of the notebook: name=value. Repeatable.", AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string?> s_profile = new("--profile") { Description = "Sets the parameter 'profile'." };
    private static readonly Option<double?> s_timeout = new("--timeout")
    {
        Description = "The longest that a cell may take, in seconds.", CustomParser = Numbers.Seconds,
    };

    private static readonly Option<bool> s_allowErrors = new("--allow-errors") { Description = "Runs on after a cell that fails." };

    private static readonly Option<string?> s_output = new("--output", "-o")
    {
        Description = "Where the executed notebook goes [default: .offprint/runs/<name>.ipynb in the project's folder, else the working " +
            "one].",
    };

    private static readonly Option<bool> s_inPlace = new("--in-place") { Description = "Writes the outputs into the notebook itself." };
    private static readonly Option<string?> s_html = new("--html") { Description =
        "Where the HTML page goes [default: beside the executed notebook]." };
    private static readonly Option<string> s_engine = new("--engine")
    {
        Description = "What runs it: Offprint's own engine, or .NET Interactive's last release, which is installed privately.",
            DefaultValueFactory = _ => OwnEngine,
    };

    private static readonly Option<bool> s_noHtml = new("--no-html") { Description = "Writes no HTML page." };

    public static Command Create()
    {
        s_profile.AcceptOnlyFromAmong(Profiles);
        Command command = new("run", "Executes a notebook and writes it, with its outputs, and an HTML page.")
        {
            s_notebook, s_parameters, s_profile, s_timeout, s_allowErrors, s_output, s_inPlace, s_html, s_noHtml, s_engine,
        };
        s_engine.AcceptOnlyFromAmong(OwnEngine, DotnetInteractiveEngine);
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_inPlace) && result.GetValue(s_output) is not null)
                result.AddError("--in-place and --output exclude each other.");
        });
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        _ = ProjectFolders.TryFindRoot(out string? root);
        string notebook = NotebookLocator.Find(result.GetRequiredValue(s_notebook), root ?? ShippedFiles.Folder);
        // A notebook that came with the tool lies in a folder that is not the user's.
        bool isShipped = ShippedFiles.Folder is { } shipped && notebook.StartsWith(shipped + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
        if (isShipped && result.GetValue(s_inPlace))
            throw new UserException($"{notebook} came with the tool: leave out --in-place, or copy it first.");
        if (result.GetValue(s_inPlace) && Path.GetExtension(notebook) != NotebookFile.NotebookExtension)
            throw new UserException($"{notebook} has no place for outputs: leave out --in-place, or convert it to " +
                $"{NotebookFile.NotebookExtension} first.");
        string output = result.GetValue(s_inPlace) ? notebook
            : Path.GetFullPath(result.GetValue(s_output) ?? DefaultOutput(notebook, root));
        string? page = result.GetValue(s_noHtml) ? null : Path.GetFullPath(result.GetValue(s_html)
            ?? Path.ChangeExtension(output, ".html"));
        Dictionary<string, string> environment = root is null ? [] : new() { [ProjectFolders.RootVariable] = root };
        await LargePackages.EnsureAsync(cancellation).ConfigureAwait(false);
        KernelProgram program = KernelProgram.Own;
        if (result.GetValue(s_engine) == DotnetInteractiveEngine)
        {
            program = await PrivateInstallation.EnsureAsync(cancellation).ConfigureAwait(false);
            foreach ((string name, string value) in PrivateInstallation.Environment(PackedPackages.Folder))
                environment[name] = value;
            PackedPackages.ForgetChoices();
        }
        NotebookRun run = new(notebook, output, page, Parameters(result), new RunOptions
        {
            WorkingDirectory = isShipped ? Environment.CurrentDirectory : Path.GetDirectoryName(notebook)!,
            AllowErrors = result.GetValue(s_allowErrors),
            Timeout = result.GetValue(s_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Environment = environment,
            Program = program,
        });
        return await run.RunAsync(cancellation).ConfigureAwait(false);
    }

    private static string DefaultOutput(string notebook, string? root) =>
        Path.Combine(root ?? Environment.CurrentDirectory, ".offprint", "runs", Path.GetFileNameWithoutExtension(notebook) + ".ipynb");

    private static Dictionary<string, string> Parameters(ParseResult result)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        if (result.GetValue(s_profile) is { } profile)
            values["profile"] = profile;
        foreach (string assignment in result.GetValue(s_parameters) ?? [])
        {
            int equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UserException($"-p takes name=value, not '{assignment}'.");
            values[assignment[..equals].Trim()] = assignment[(equals + 1)..];
        }
        if (values.TryGetValue("profile", out string? chosen) && !Profiles.Contains(chosen, StringComparer.OrdinalIgnoreCase))
            throw new UserException($"There is no profile '{chosen}'. {NearNames.Suggestion(chosen, Profiles)}");
        return values;
    }
}
