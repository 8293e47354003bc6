namespace Offprint.Interactive;

/// <summary>Shows values in the output of the running cell; implemented by the engine that runs the notebook.</summary>
public interface INotebookDisplay
{
    /// <summary>Whether somebody may be watching: updates in place are then worth sending.</summary>
    bool IsInteractive { get; }

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value; formatted by <c>Microsoft.DotNet.Interactive.Formatting</c>.</param>
    /// <param name="mimeType">The form to show, such as <c>text/html</c>; all that the value's type prefers when null.</param>
    /// <returns>A handle that updates it in place.</returns>
    IDisplayHandle Show(object value, string? mimeType = null);
}
