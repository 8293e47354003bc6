using System.Runtime.CompilerServices;

namespace Offprint.Files;

/// <summary>
/// The one place where readers allocate by a size that a file states: it is believed only as far as the bytes that are there can justify
/// it.
/// </summary>
internal static class CheckedMemory
{
    /// <summary>Bytes that one compressed byte can become in deflate, the format that compresses most of those that are read.</summary>
    public const long DeflateLimit = 1032;

    /// <summary>Makes an array of as many elements as a file states.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="stated">The number that the file states.</param>
    /// <param name="available">The bytes that they are read from.</param>
    /// <param name="origin">The beginning of a message: file and place.</param>
    /// <param name="expansion">Bytes of memory that one byte of the file can become: 1 for plain data.</param>
    /// <exception cref="InvalidDataException">They cannot be in so many bytes, or are more than an array holds.</exception>
    public static T[] Allocate<T>(Int128 stated, long available, string origin, long expansion = 1)
        where T : unmanaged
    {
        Check(stated * Unsafe.SizeOf<T>(), available, origin, expansion);
        return GC.AllocateUninitializedArray<T>((int)stated);
    }

    /// <summary>Refuses a size that a file states and cannot have.</summary>
    /// <param name="bytes">The size in memory.</param>
    /// <param name="available">The bytes of the file that it is read from.</param>
    /// <param name="origin">The beginning of a message: file and place.</param>
    /// <param name="expansion">Bytes of memory that one byte of the file can become.</param>
    /// <exception cref="InvalidDataException">It cannot be in so many bytes, or is more than an array holds.</exception>
    public static void Check(Int128 bytes, long available, string origin, long expansion = 1)
    {
        if (bytes < 0 || bytes > (Int128)available * expansion)
            throw new InvalidDataException(
                $"{origin} states a size of {bytes} bytes, more than the {available} bytes that are there can hold.");
        if (bytes > Array.MaxLength)
            throw new InvalidDataException($"{origin} has {bytes} bytes; at most {Array.MaxLength} are read at once. Split the file.");
    }
}
