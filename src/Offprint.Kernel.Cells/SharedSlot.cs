using System.ComponentModel;

namespace Offprint.Kernel.Cells;

/// <summary>Where the engine leaves a value for the code that it generates to declare a shared variable.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedSlot
{
    private static object? s_value;

    /// <summary>Takes the value; the slot is empty afterwards.</summary>
    /// <typeparam name="T">The variable's type.</typeparam>
    /// <returns>What the engine left.</returns>
    public static T Take<T>() => (T)Interlocked.Exchange(ref s_value, null)!;

    internal static void Put(object? value) => s_value = value;
}
