using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Collections;

namespace Offprint.Interactive.Rendering;

/// <summary>Shows F# lists as the sequences that they are; the formatting package takes them for trees of heads and tails.</summary>
internal static class FSharpLists
{
    /// <summary>Nothing is loaded by this: the types come with Offprint's own charts.</summary>
    /// <exception cref="FileNotFoundException">The engine's own FSharp.Core is older than those.</exception>
    public static void Register()
    {
        foreach (string mime in new[] { MimeTypes.Text, MimeTypes.Html })
            Formatter.Register(typeof(FSharpList<>), (list, context) => Format((IEnumerable)list, context, mime), mime);
    }

    private static bool Format(IEnumerable list, FormatContext context, string mime)
    {
        Array items = Items(list);
        return Formatter.GetPreferredFormatterFor(items.GetType(), mime).Format(items, context);
    }

    /// <summary>An array of the elements' own type, for which there may be formatters.</summary>
    private static Array Items(IEnumerable list)
    {
        object?[] items = [.. list.Cast<object?>()];
        Array typed = Array.CreateInstance(list.GetType().GetGenericArguments()[0], items.Length);
        items.CopyTo(typed, 0);
        return typed;
    }
}
