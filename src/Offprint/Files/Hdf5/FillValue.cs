namespace Offprint.Files.Hdf5;

/// <summary>The value of elements that were never written.</summary>
internal static class FillValue
{
    /// <summary>Its bytes; none where it is zero.</summary>
    public static byte[] Of(List<HeaderMessage> header)
    {
        foreach (HeaderMessage message in header)
        {
            if (message.Kind == MessageKind.FillValue && Read(message.Body) is { } value)
                return value;
        }
        return [];
    }

    private static byte[]? Read(Block body)
    {
        int version = body.Byte();
        bool stated = version switch
        {
            1 => body.Skip(3) is not null,
            2 => body.Skip(2).Byte() != 0,
            3 => (body.Byte() & 0x20) != 0,
            _ => throw body.Damage($"has version {version}"),
        };
        return stated ? body.Take((int)Math.Min(body.UInt32(), int.MaxValue)).ToArray() : null;
    }
}
