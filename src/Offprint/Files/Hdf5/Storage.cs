using Microsoft.Win32.SafeHandles;

namespace Offprint.Files.Hdf5;

/// <summary>The bytes of an HDF5 file by address. Nothing is read, and no memory taken, beyond its end.</summary>
internal sealed class Storage : IDisposable
{
    /// <summary>The address of what is not there.</summary>
    public const long Undefined = -1;

    private const int WindowLength = 1 << 16;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _window = new byte[WindowLength];
    private long _windowStart, _windowEnd;

    public Storage(string path)
    {
        (Path, _handle) = (path, File.OpenHandle(path));
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    /// <summary>The bytes after <see cref="Base"/>.</summary>
    public long Length { get; private set; }

    /// <summary>Where address 0 lies in the file: behind the user block.</summary>
    public long Base { get; private set; }

    public void SetBase(long place)
    {
        Length += Base - place;
        (Base, _windowStart, _windowEnd) = (place, 0, 0);
    }

    /// <summary>A piece of metadata.</summary>
    /// <exception cref="InvalidDataException">It would lie outside the file.</exception>
    public Block Block(long address, long length, string kind)
    {
        CheckRange(address, length, kind);
        byte[] bytes = CheckedMemory.Allocate<byte>(length, Length - address, $"'{Path}': the {kind} at address {address}");
        if (length > WindowLength / 2)
        {
            Fill(bytes, address);
            return new(this, address, bytes, kind);
        }
        if (address < _windowStart || address + length > _windowEnd)
        {
            (_windowStart, _windowEnd) = (address, Math.Min(address + WindowLength, Length));
            Fill(_window.AsSpan(0, (int)(_windowEnd - _windowStart)), address);
        }
        _window.AsSpan((int)(address - _windowStart), (int)length).CopyTo(bytes);
        return new(this, address, bytes, kind);
    }

    /// <summary>Reads data.</summary>
    /// <exception cref="InvalidDataException">They would lie outside the file.</exception>
    public void Read(long address, Span<byte> target, string kind)
    {
        CheckRange(address, target.Length, kind);
        Fill(target, address);
    }

    public void CheckRange(long address, long length, string kind)
    {
        if (address < 0 || length < 0 || address > Length - length)
            throw Damage(kind, address, $"would take {length} bytes, beyond the file's end at {Length}");
    }

    public InvalidDataException Damage(string kind, long address, string how) =>
        new($"'{Path}': the {kind} at address {address} {how}. The file is damaged; download or copy it again.");

    public void Dispose() => _handle.Dispose();

    private void Fill(Span<byte> target, long address)
    {
        for (int done = 0; done < target.Length;)
        {
            int read = RandomAccess.Read(_handle, target[done..], Base + address + done);
            if (read == 0)
                throw new InvalidDataException($"'{Path}' became shorter while it was read.");
            done += read;
        }
    }
}
