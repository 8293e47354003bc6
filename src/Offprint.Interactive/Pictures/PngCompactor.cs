namespace Offprint.Interactive.Pictures;

internal static class PngCompactor
{
    public static byte[] Compact(byte[] png) => png;
}
