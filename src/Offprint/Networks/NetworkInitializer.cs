using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks;

/// <summary>
/// Draws the parameters of TorchSharp modules from a seed, so that a network does not depend on libtorch's global generator.
/// </summary>
internal static class NetworkInitializer
{
    /// <summary>
    /// Weights of two or more axes uniformly within ±1/√(inputs of a unit), as PyTorch's layers do; embeddings are standard normal, biases
    /// zero, the gains of normalizations one.
    /// </summary>
    public static void Initialize(nn.Module module, Seed seed)
    {
        using var guard = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            using var random = new TensorRandom(seed.Derive(name));
            if (parameter.dim() == 1)
            {
                parameter.fill_(name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
                continue;
            }
            bool embedding = name.Contains("labels", StringComparison.Ordinal);
            long inputs = parameter.shape.Skip(1).Aggregate(1L, (a, b) => a * b);
            using var fresh = embedding ? random.Normal(parameter.shape) : (random.Uniform(parameter.shape) * 2 - 1) / Math.Sqrt(inputs);
            parameter.copy_(fresh);
        }
    }

    /// <summary>Sets all parameters of a module to zero.</summary>
    public static void Zero(nn.Module module)
    {
        using var guard = no_grad();
        foreach (var parameter in module.parameters())
            parameter.zero_();
    }
}
