namespace Offprint.Files.Hdf5;

/// <summary>Where values of variable length lie. Collections have no checksum; their lengths are compared with the file's.</summary>
internal sealed class GlobalHeap(Storage file)
{
    private const string Kind = "collection of values";
    private const int HeadLength = 16, ObjectHead = 16;

    private readonly Dictionary<long, Dictionary<int, (long Address, long Length)>> _collections = [];

    /// <summary>A value by its reference of 16 bytes: number of elements of one byte, address of the collection, number in it.</summary>
    public byte[] Read(Block reference)
    {
        long length = reference.UInt32(), address = reference.AddressOf();
        int index = (int)Math.Min(reference.UInt32(), int.MaxValue);
        if (length == 0 || address <= 0)
            return [];
        if (!Collection(address).TryGetValue(index, out var place) || place.Length < length)
            throw file.Damage(Kind, address, $"has no value {index} of {length} bytes");
        return file.Block(place.Address, length, Kind).Take((int)length).ToArray();
    }

    private Dictionary<int, (long Address, long Length)> Collection(long address)
    {
        if (_collections.TryGetValue(address, out var known))
            return known;
        Block head = file.Block(address, HeadLength, Kind).Expect("GCOL").Version(1).Skip(3);
        long length = head.Size();
        file.CheckRange(address, length, Kind);
        var values = new Dictionary<int, (long, long)>();
        for (long place = address + HeadLength, end = address + length; place <= end - ObjectHead;)
        {
            Block value = file.Block(place, ObjectHead, Kind);
            int index = value.UInt16();
            if (index == 0)
                break; // the rest is free
            long size = value.Skip(6).Size();
            if (size > end - place - ObjectHead)
                throw head.Damage($"states a value of {size} bytes, beyond its end");
            values[index] = (place + ObjectHead, size);
            place += ObjectHead + (size + 7) / 8 * 8;
        }
        return _collections[address] = values;
    }
}
