using System.Runtime.CompilerServices;
using Offprint.Tensors;

namespace Offprint.Tests;

/// <summary>The library is there before TorchSharp is used, also where a class whose first line makes a tensor runs alone.</summary>
internal static class LibraryFirst
{
    [ModuleInitializer]
    public static void Load() => RuntimeHelpers.RunModuleConstructor(typeof(LibTorch).Module.ModuleHandle);
}
