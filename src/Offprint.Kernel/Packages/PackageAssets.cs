namespace Offprint.Kernel.Packages;

/// <summary>The files of restored packages: what to compile against, what to load, and native libraries for this platform.</summary>
internal sealed record PackageAssets(IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native);
