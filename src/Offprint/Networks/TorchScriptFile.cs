using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>Networks that users exported from PyTorch as TorchScript files.</summary>
public static class TorchScriptFile
{
    /// <summary>Loads a network of tensors to a tensor, such as a text-conditional U-Net of samples, time labels and context.</summary>
    /// <param name="path">The file, as <c>torch.jit.save</c> wrote it.</param>
    /// <returns>The network, on the CPU, in evaluation mode, owned by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no TorchScript file that this libtorch can read.</exception>
    public static jit.ScriptModule<Tensor> Load(string path)
    {
        LibTorch.EnsureLoaded();
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no file '{Path.GetFullPath(path)}'. Export the network with torch.jit.trace and torch.jit.save.", path);
        try
        {
            var module = jit.load<Tensor>(path);
            module.eval();
            return module;
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new InvalidDataException(
                $"'{path}' is not a TorchScript file that libtorch {__version__} can read: {e.Message.Split('\n')[0]}", e);
        }
    }
}
