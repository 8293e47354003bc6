using System.Collections;

namespace Offprint.Kernel.Cells;

/// <summary>
/// Finds sequences that begin with a sequence that begins with a sequence, without end: of these, formatters write nothing.
/// </summary>
internal static class SelfContaining
{
    private const int Deepest = 64;

    public static bool Is(object? value)
    {
        for (int depth = 0; depth < Deepest; depth++)
        {
            if (value is not IEnumerable sequence || !MayHoldItself(sequence))
                return false;
            IEnumerator items = sequence.GetEnumerator();
            try
            {
                if (!items.MoveNext())
                    return false;
                value = items.Current;
            }
            finally
            {
                (items as IDisposable)?.Dispose();
            }
        }
        return true;
    }

    /// <summary>By the type of its elements, so that the first of what is expensive to make is not made twice.</summary>
    private static bool MayHoldItself(IEnumerable sequence)
    {
        Type type = sequence.GetType();
        Type? element = type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        return sequence is not string && (element is null || element.IsAssignableFrom(type));
    }
}
