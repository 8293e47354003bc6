namespace Offprint.Kernel.KernelSpecs;

/// <summary>Where Jupyter looks for kernels, by the rules of its <c>jupyter_core.paths</c>.</summary>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class JupyterFolders(Func<string, string?> variable)
{
    private static readonly string[] s_no = ["no", "n", "false", "off", "0", "0.0"];

    public static JupyterFolders OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The user's own folder.</summary>
    public string User
    {
        get
        {
            if (Value("JUPYTER_DATA_DIR") is { } configured)
                return configured;
            string home = Value("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsWindows())
                return Path.Combine(Value("APPDATA") ?? Path.Combine(home, "AppData", "Roaming"), "jupyter");
            return OperatingSystem.IsMacOS()
                ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(Value("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
        }
    }

    /// <summary>The folder of the Python environment that is active; null if there is none.</summary>
    public string? ActiveEnvironment => (Value("VIRTUAL_ENV") ?? Value("CONDA_PREFIX")) is { } prefix ? OfPrefix(prefix) : null;

    /// <summary>All folders, those that take precedence first.</summary>
    public IEnumerable<string> All()
    {
        bool environmentFirst = Value("JUPYTER_PREFER_ENV_PATH") is { } prefer && !s_no.Contains(prefer.ToLowerInvariant());
        IEnumerable<string?> own = environmentFirst ? [ActiveEnvironment, User] : [User, ActiveEnvironment];
        string[] system = OperatingSystem.IsWindows()
            ? [Path.Combine(Value("PROGRAMDATA") ?? @"C:\ProgramData", "jupyter")]
            : [OfPrefix("/usr/local"), OfPrefix("/usr")];
        string[] named = (Value("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return named.Concat(own.OfType<string>()).Concat(system).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The folder below an installation's prefix, such as <c>/usr/local</c>.</summary>
    public static string OfPrefix(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    private string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
}
