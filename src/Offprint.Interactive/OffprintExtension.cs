namespace Offprint.Interactive;
/// <summary>.</summary>
public static class OffprintExtension { /// <summary>.</summary>
public static void Load() {} }
