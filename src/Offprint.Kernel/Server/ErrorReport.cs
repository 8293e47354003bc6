using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Server;

/// <summary>Turns what a cell threw into an error that speaks of the cell's lines and leaves the engine's own frames out.</summary>
internal static partial class ErrorReport
{
    private const int MaxFrames = 40;
    private const int MaxCauses = 5;
    private const int DeepestWithLines = 1000;
    private const string Red = "\u001b[31m", Plain = "\u001b[0m";

    public static CellError From(Exception exception, string cellName, string cell) => exception switch
    {
        CellCompilationException compilation => new("CompilationError", compilation.Message, [.. compilation.Excerpts()]),
        UserException user => new("Error", user.Message, [Red + user.Message + Plain]),
        _ => new(exception.GetType().Name, exception.Message,
            [.. Describe(exception, cellName, cell.Split('\n')),
                .. LoadingHint.Of(exception) is { } hint ? [hint] : Array.Empty<string>()]),
    };

    /// <summary>What a thread of a cell threw, where nobody could catch it.</summary>
    public static CellError InBackground(Exception exception)
    {
        CellError error = From(exception, "", "");
        return error with
        {
            Traceback = [.. error.Traceback,
                "It was thrown in the background, where nothing caught it: that thread or callback has ended, the session goes on."],
        };
    }

    /// <summary>
    /// Whether an exception of an interrupted cell is what the interrupt made of it, and not something that the cell has to say.
    /// </summary>
    public static bool IsInterruption(Exception exception) => exception switch
    {
        OperationCanceledException or ThreadInterruptedException => true,
        CellCompilationException => true, // the compiler's way to say that it was stopped
        AggregateException several => several.InnerExceptions.Any(IsInterruption),
        { InnerException: { } inner } => IsInterruption(inner),
        _ => false,
    };

    public static CellError Interruption(bool stopped) => stopped
        ? new(CellError.Interrupted, "The cell was interrupted.", [$"{Red}The cell was interrupted.{Plain}"])
        : new(CellError.Interrupted, "The cell was interrupted but does not stop.", [
            $"{Red}The cell was interrupted but does not stop: it waits inside a library or the system.{Plain}",
            "It goes on in the background; restart the kernel to end it. Pass Notebook.Cancellation to calls that can be cancelled."]);

    private static IEnumerable<string> Describe(Exception exception, string cellName, string[] lines)
    {
        yield return $"{Red}{exception.GetType().FullName}{Plain}: {exception.Message}";
        // Files and lines of a recursion's many thousand frames would take minutes to find.
        bool isDeep = new StackTrace(exception).FrameCount > DeepestWithLines;
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: !isDeep).GetFrames().Where(IsOfInterest).Take(MaxFrames))
        {
            string file = Path.GetFileName(frame.GetFileName() ?? "");
            int line = frame.GetFileLineNumber();
            yield return $"   at {Name(frame.GetMethod()!)}{(file.Length > 0 ? $" in {file}, line {line}" : "")}";
            if (file == cellName && line > 0 && line <= lines.Length)
                yield return $"      {line}: {lines[line - 1].Trim()}";
        }
        Exception[] causes = exception is AggregateException several ? [.. several.InnerExceptions]
            : exception.InnerException is { } inner ? [inner] : [];
        for (int i = 0; i < causes.Length && i < MaxCauses; i++)
        {
            yield return causes.Length == 1 ? "caused by" : $"cause {i + 1} of {causes.Length}";
            foreach (string described in Describe(causes[i], cellName, lines))
                yield return described;
        }
    }

    private static bool IsOfInterest(StackFrame frame)
    {
        if (frame.GetMethod() is not { DeclaringType: { } type })
            return false;
        string space = type.Namespace ?? "";
        return !space.StartsWith("Offprint.Kernel", StringComparison.Ordinal)
            && !space.StartsWith("FSharp.Compiler", StringComparison.Ordinal)
            && space is not ("System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices"
                or "System.Threading" or "System.Reflection");
    }

    /// <summary>A method's name as its author wrote it: state machines and closures carry it in angle brackets.</summary>
    private static string Name(MethodBase method)
    {
        string full = $"{method.DeclaringType!.FullName}.{method.Name}";
        if (full.StartsWith("FSI_", StringComparison.Ordinal) || full.StartsWith("<StartupCode$FSI_", StringComparison.Ordinal))
            return method.Name == "main@" ? "the cell" : full[(full.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('+', '.');
        if (!full.StartsWith("Submission#", StringComparison.Ordinal))
            return Generated().Replace(full, "${name}").Replace('+', '.');
        string inner = full[(full.IndexOfAny(['.', '+']) + 1)..];
        if (inner.Contains("<Initialize>b__", StringComparison.Ordinal))
            return "a lambda";
        return inner.Contains("<Initialize>", StringComparison.Ordinal) ? "the cell" : Generated().Replace(inner, "${name}")
            .Replace('+', '.');
    }

    [GeneratedRegex(@"<>c(__DisplayClass\d+_\d+)?[.+]|<(?<name>[\w.]+)>(d__\d+\.MoveNext|[bg]__[\w|]+)")]
    private static partial Regex Generated();
}
