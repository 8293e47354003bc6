using System.Buffers.Binary;
using System.Text;

namespace Offprint.Files.Hdf5;

/// <summary>A piece of metadata that is read from front to back; reading past its end is damage of the file.</summary>
internal sealed class Block(Storage file, long address, byte[] bytes, string kind)
{
    private const int ChecksumLength = 4;

    public Storage File => file;

    public int Position { get; private set; }

    public int Remaining => bytes.Length - Position;

    public long Address => address;

    public InvalidDataException Damage(string how) => file.Damage(kind, address, how);

    /// <summary>Checks the last four bytes against all before them, and leaves them out from then on.</summary>
    public Block Verified()
    {
        ReadOnlySpan<byte> covered = bytes.AsSpan(0, bytes.Length - ChecksumLength);
        if (Lookup3.Of(covered) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(covered.Length)))
            throw Damage("does not match its checksum");
        return new(file, address, bytes[..^ChecksumLength], kind) { Position = Position };
    }

    /// <summary>Checks a block whose checksum lies at a place in it and counts as zeros in what it covers.</summary>
    public void VerifyAt(int place)
    {
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(place));
        byte[] covered = [.. bytes];
        covered.AsSpan(place, ChecksumLength).Clear();
        if (Lookup3.Of(covered) != stored)
            throw Damage("does not match its checksum");
    }

    public Block Expect(string signature)
    {
        if (!Take(signature.Length).SequenceEqual(Encoding.ASCII.GetBytes(signature)))
            throw Damage($"does not begin with {signature}");
        return this;
    }

    public Block Version(int version)
    {
        int found = Byte();
        return found == version ? this : throw Damage($"has version {found}; {version} is read");
    }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong Number(int width)
    {
        ulong value = 0;
        ReadOnlySpan<byte> digits = Take(width);
        for (int i = digits.Length - 1; i >= 0; i--)
            value = value << 8 | digits[i];
        return value;
    }

    /// <summary>A length or number of things, of 8 bytes.</summary>
    public long Size(int width = 8)
    {
        ulong size = Number(width);
        return size <= long.MaxValue ? (long)size : throw Damage($"states the size {size}");
    }

    /// <summary>An address of 8 bytes; −1 for what is not there.</summary>
    public long AddressOf()
    {
        ulong value = Number(8);
        return value == ulong.MaxValue ? Storage.Undefined : value <= long.MaxValue ? (long)value
            : throw Damage($"points to address {value}");
    }

    public Block Skip(int count)
    {
        Take(count);
        return this;
    }

    /// <summary>A text up to the next zero byte, or up to the end.</summary>
    public string Text()
    {
        int end = bytes.AsSpan(Position).IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(Take(end < 0 ? Remaining : end));
        if (end >= 0)
            Skip(1);
        return text;
    }

    /// <summary>A text at some place.</summary>
    public string TextAt(long place)
    {
        Position = place < bytes.Length ? (int)place : throw Damage($"has no text at {place}");
        return Text();
    }

    public string Text(int length) => Encoding.UTF8.GetString(Take(length));

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining)
            throw Damage($"is cut short: {count} bytes more at {Position} of {bytes.Length}");
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, count);
        Position += count;
        return taken;
    }

    public Block FromFront() => new(file, address, bytes, kind);

    /// <summary>The next bytes as a block of their own.</summary>
    public Block Part(int length, string part) => new(file, address + Position, Take(length).ToArray(), part);
}
