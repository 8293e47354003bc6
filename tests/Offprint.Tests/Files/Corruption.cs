using FsCheck;
using FsCheck.Fluent;

namespace Offprint.Tests.Files;

/// <summary>Damaged copies of files, for tests of readers.</summary>
internal static class Corruption
{
    /// <summary>Copies that are cut short, have some bytes changed, or both.</summary>
    public static Gen<byte[]> Of(byte[] whole) =>
        from length in Gen.Frequency((1, Gen.Choose(0, whole.Length)), (1, Gen.Constant(whole.Length)))
        from changes in Gen.Choose(0, 3)
        from places in Gen.ArrayOf(Gen.Choose(0, Math.Max(length - 1, 0)), changes)
        from headPlaces in Gen.ArrayOf(Gen.Choose(0, Math.Min(Math.Max(length - 1, 0), 31)), changes)
        from values in Gen.ArrayOf(Gen.Choose(0, 255), 2 * changes)
        select Change(whole[..length], [.. places, .. headPlaces], values);

    /// <summary>Whether reading succeeds or ends in <see cref="InvalidDataException"/> with the file's name.</summary>
    public static bool EndsClearly(string path, byte[] content, Action read)
    {
        File.WriteAllBytes(path, content);
        try
        {
            read();
            return true;
        }
        catch (InvalidDataException e)
        {
            return e.Message.Contains(path, StringComparison.Ordinal);
        }
    }

    private static byte[] Change(byte[] content, int[] places, int[] values)
    {
        if (content.Length == 0)
            return content;
        for (int i = 0; i < places.Length; i++)
            content[places[i]] = (byte)values[i];
        return content;
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("offprint-tests-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
