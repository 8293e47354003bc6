namespace Offprint.Kernel.Packages;

/// <summary>The files of restored packages.</summary>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Native libraries for this platform.</param>
/// <param name="Extensions">Scripts that a notebook runs when it uses the packages.</param>
internal sealed record PackageAssets(
    IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native, IReadOnlyList<string> Extensions);
