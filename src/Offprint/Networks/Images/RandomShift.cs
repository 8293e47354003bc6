using System.Runtime.InteropServices;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Networks.Images;

/// <summary>
/// Shifts images at random by whole pixels, the edge's pixels repeated where nothing is left: padding by replication and a crop at a random
/// place (Yarats et al. 2021, DrQ). All channels of an image move alike.
/// </summary>
public static class RandomShift
{
    /// <summary>Shifts each image on its own.</summary>
    /// <param name="images">[P|1, B, C · S · S], row after row; shared images get other shifts for each member.</param>
    /// <param name="channels">C, the channels, those of stacked frames together.</param>
    /// <param name="size">S, height and width.</param>
    /// <param name="pad">The greatest shift, in pixels, below S: of 2 · pad + 1 shifts each way all are as likely.</param>
    /// <param name="random">One stream a member, P of them; each image takes two numbers.</param>
    /// <returns>[P, B, C · S · S], of the current dispose scope, without gradients.</returns>
    /// <exception cref="ArgumentException">The images have another shape, or are shifted out of sight.</exception>
    public static Tensor Apply(Tensor images, int channels, int size, int pad, PopulationRandom random)
    {
        int width = channels * size * size, population = random.Population;
        if (images.shape is not [var members, var rows, var numbers] || numbers != width || (members != 1 && members != population))
        {
            throw new ArgumentException($"Images are [{population}, B, {width}] or [1, B, {width}], not " +
                $"[{string.Join(", ", images.shape)}].", nameof(images));
        }
        if (pad < 0 || pad >= size)
            throw new ArgumentOutOfRangeException(nameof(pad), pad, $"A shift lies in [0, {size - 1}].");
        Tensor shifted = empty(population, rows, width);
        using Tensor plain = images.detach().contiguous();
        ReadOnlySpan<float> source = MemoryMarshal.Cast<byte, float>(plain.bytes);
        Span<float> target = MemoryMarshal.Cast<byte, float>(shifted.bytes);
        for (int p = 0; p < population; p++)
        {
            RandomStream host = random.Host(p);
            for (int row = 0; row < rows; row++)
            {
                int down = host.NextInt(2 * pad + 1) - pad, right = host.NextInt(2 * pad + 1) - pad;
                int from = ((members == 1 ? 0 : p) * (int)rows + row) * width, to = (p * (int)rows + row) * width;
                Shift(source.Slice(from, width), target.Slice(to, width), size, down, right);
            }
        }
        return shifted;
    }

    /// <summary>target[c, y, x] = source[c, y + down, x + right], from the nearest place inside.</summary>
    private static void Shift(ReadOnlySpan<float> source, Span<float> target, int size, int down, int right)
    {
        int kept = size - Math.Abs(right), before = Math.Max(-right, 0);
        for (int line = 0; line < source.Length / size; line++)
        {
            int y = line % size, other = line - y + Math.Clamp(y + down, 0, size - 1);
            ReadOnlySpan<float> from = source.Slice(other * size, size);
            Span<float> to = target.Slice(line * size, size);
            to[..before].Fill(from[0]);
            from.Slice(Math.Max(right, 0), kept).CopyTo(to[before..]);
            to[(before + kept)..].Fill(from[^1]);
        }
    }
}
