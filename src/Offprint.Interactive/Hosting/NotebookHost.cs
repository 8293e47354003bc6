namespace Offprint.Interactive;

/// <summary>The engine that runs this process's notebook, if there is one.</summary>
public static class NotebookHost
{
    private static volatile INotebookDisplay? s_display;

    /// <summary>Where values are shown; null outside Offprint's own engine.</summary>
    public static INotebookDisplay? Display => s_display;

    /// <summary>Makes an engine the place where values are shown; called by the engine when it starts.</summary>
    /// <param name="display">The engine's display.</param>
    public static void Use(INotebookDisplay display) => s_display = display;
}
