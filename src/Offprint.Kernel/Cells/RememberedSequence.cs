using System.Collections;

namespace Offprint.Kernel.Cells;

/// <summary>Lets a value be formatted under several MIME types though some sequences can be gone through only once.</summary>
/// <remarks>
/// A query or an iterator may print, draw random numbers or read a file: <c>File.ReadLines(path).Take(3)</c> cannot be gone through again
/// on another thread when the first time stopped early. Collections are left as they are, and types that formatters may be written for.
/// </remarks>
internal static class RememberedSequence
{
    /// <summary>The value itself, or a sequence of the same elements that asks for each of them once; to be disposed of.</summary>
    public static object? Of(object? value)
    {
        if (value is not IEnumerable sequence || value is ICollection || !IsNobodysType(value.GetType()))
            return value;
        Type[] elements = [.. value.GetType().GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(i => i.GetGenericArguments()[0])];
        return elements.Length == 1 ? Activator.CreateInstance(typeof(Remembered<>).MakeGenericType(elements[0]), sequence) : value;
    }

    /// <summary>Whether a type is a query's or an iterator's, whose name no cell can write.</summary>
    private static bool IsNobodysType(Type type) => type.Name[0] == '<'
        || !type.IsVisible && type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));

    /// <summary>A sequence whose elements are kept as far as somebody has asked for them.</summary>
    private sealed class Remembered<T>(IEnumerable<T> sequence) : IEnumerable<T>, IDisposable
    {
        private readonly List<T> _seen = [];
        private IEnumerator<T>? _rest;

        public IEnumerator<T> GetEnumerator()
        {
            for (int i = 0; i < _seen.Count || Next(); i++)
                yield return _seen[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => _rest?.Dispose();

        private bool Next()
        {
            _rest ??= sequence.GetEnumerator();
            if (!_rest.MoveNext())
                return false;
            _seen.Add(_rest.Current);
            return true;
        }
    }
}
