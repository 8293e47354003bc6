namespace Offprint.Kernel.Packages;

/// <summary>The files of restored packages.</summary>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Native libraries for this platform.</param>
/// <param name="Extensions">Assemblies and scripts that a notebook loads when it uses the packages.</param>
/// <param name="Versions">The version that was chosen of each package, those that others depend on included.</param>
/// <param name="Warnings">What NuGet remarks, such as that it took another version than was asked for.</param>
internal sealed record PackageAssets(
    IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native, IReadOnlyList<string> Extensions,
    IReadOnlyDictionary<string, string> Versions, IReadOnlyList<string> Warnings)
{
    public static PackageAssets None { get; } = new([], [], [], [], new Dictionary<string, string>(), []);
}
