using TorchSharp;

namespace Offprint.Interactive.Rendering;

/// <summary>A tensor in a line, and its values where they are few.</summary>
internal static class TensorText
{
    private const int MostValues = 64;

    public static string Of(torch.Tensor tensor)
    {
        if (tensor.IsInvalid)
            return "A disposed tensor";
        string head = $"{tensor.dtype.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.shape)}] on {tensor.device}";
        return tensor.numel() is > 0 and <= MostValues
            ? head + "\n" + tensor.ToString(TensorStringStyle.Numpy, "g4", 100, CultureInfo.InvariantCulture, "\n")
            : head;
    }
}
