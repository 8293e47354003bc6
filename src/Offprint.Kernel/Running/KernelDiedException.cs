namespace Offprint.Kernel.Running;

/// <summary>The kernel's process ended while it was needed.</summary>
internal sealed class KernelDiedException(string end) : Exception($"The kernel's process {end}");
