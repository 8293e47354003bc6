using System.Text;

namespace Offprint.Numerics;

/// <summary>The one source of randomness of a computation: a 64-bit number from which named, independent seeds are derived.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>Derives the seed of one purpose: the same parent and name always give the same child.</summary>
    /// <param name="purpose">What the randomness is for, for example <c>initialization</c>.</param>
    /// <returns>The child.</returns>
    public Seed Derive(string purpose)
    {
        ulong hash = 14695981039346656037; // FNV-1a, 64 bits
        foreach (byte b in Encoding.UTF8.GetBytes(purpose))
            hash = (hash ^ b) * 1099511628211;
        return Derive(hash);
    }

    /// <summary>Derives the seed of one member of a family, such as a replicate.</summary>
    /// <param name="index">The member's number.</param>
    /// <returns>The child.</returns>
    public Seed Derive(ulong index) => new(Mix(Mix(Value + 0x9e3779b97f4a7c15) ^ Mix(index + 0x632be59bd9b4e019)));

    /// <summary>Opens the stream of random numbers of this seed.</summary>
    /// <returns>A stream at its beginning.</returns>
    public RandomStream Stream() => new(this);

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
