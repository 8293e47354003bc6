using System.Runtime.ExceptionServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Cells;

/// <summary>Formats values within limits of size, depth and time, in the invariant culture.</summary>
internal static class ValueFormatter
{
    private const int LongestText = 1 << 20;
    private const int LongestHtml = 8 << 20;
    private const int LongestOther = 64 << 20; // pictures and charts: no client takes larger messages well
    private const int ShortText = 1 << 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    // Most of it is for the way back from a value that is nested too deeply: the package wraps the exception at each level.
    private const int StackSize = 8 << 20;

    // The depth of property trees, tried one after the other until the tree is of a size that a page can bear.
    private static readonly int[] s_depths = [6, 2, 1];
    private static readonly Lock s_depth = new();

    /// <summary>The text of a value under a MIME type, and why it is not whole; the text is empty where a part is of no use.</summary>
    /// <exception cref="ArgumentException">Nothing formats the value as this type.</exception>
    public static (string Text, string? Cut) Format(object? value, string mime)
    {
        // Asked first: the package's own look-up never ends for a MIME type that has none.
        ITypeFormatter formatter = Formatter.GetPreferredFormatterFor(value?.GetType() ?? typeof(object), mime);
        if (SelfContaining.Is(value))
            return (mime == MimeBundle.Text ? TypeNameOf(value!) : "", FormattingCutException.Nested);
        return value is null or string || value.GetType().IsPrimitive
            ? FormatHere(value, formatter, mime)
            : OnOwnStack(() => FormatHere(value, formatter, mime));
    }

    private static (string Text, string? Cut) FormatHere(object? value, ITypeFormatter formatter, string mime)
    {
        long deadline = Environment.TickCount64 + (long)s_longest.TotalMilliseconds;
        int limit = mime == MimeBundle.Text ? LongestText : mime == MimeBundle.Html ? LongestHtml : LongestOther;
        FormattingCutException? cut = null;
        BoundedWriter writer = new(limit, deadline);
        foreach (int depth in mime == MimeBundle.Html ? s_depths : s_depths[..1])
        {
            writer = new BoundedWriter(limit, deadline);
            cut = Write(value, formatter, writer, depth);
            if (cut is null)
                return (writer.Text, null);
        }
        string text = writer.Text;
        if (mime != MimeBundle.Text)
            return ("", cut!.Message);
        // What is nested without end repeats itself.
        return (text.Length > ShortText && text.Length < limit ? text[..ShortText] : text, cut!.Message);
    }

    private static FormattingCutException? Write(object? value, ITypeFormatter formatter, BoundedWriter writer, int depth)
    {
        int before = Formatter.RecursionLimit;
        try
        {
            if (depth < before)
            {
                // The package has one limit for all; those who format at this moment get a shallower tree, too.
                lock (s_depth)
                    Formatter.RecursionLimit = depth;
            }
            using FormatContext context = new(writer);
            formatter.Format(value!, context);
            return null;
        }
        catch (Exception e) when (CutIn(e) is { } cut)
        {
            return cut;
        }
        finally
        {
            if (depth < before)
            {
                lock (s_depth)
                    Formatter.RecursionLimit = before;
            }
        }
    }

    private static string TypeNameOf(object value) => Scripting.TypeName.Short(value.GetType());

    /// <summary>The package calls some formatters by reflection, which wraps what they throw.</summary>
    private static FormattingCutException? CutIn(Exception? e) => e is null ? null : e as FormattingCutException ?? CutIn(e.InnerException);

    private static T OnOwnStack<T>(Func<T> format)
    {
        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        Thread thread = new(() =>
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            try
            {
                result = format();
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        }, StackSize) { IsBackground = true, Name = "format" };
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }
}
