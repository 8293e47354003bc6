using Offprint.Tensors.Kernels;

namespace Offprint.Tests.Tensors.Kernels;

public sealed unsafe class RowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(300)]
    public void A_sum_along_a_row_has_sixteen_partial_sums_folded_in_pairs(int count)
    {
        float[] x = ProductTests.Random(3 * count, 1), weight = ProductTests.Random(count, 2), expected = new float[3];
        for (int row = 0; row < 3; row++)
        {
            float[] lanes = new float[16];
            for (int i = 0; i < count; i++)
                lanes[i % 16] = MathF.FusedMultiplyAdd(x[row * count + i], weight[i], lanes[i % 16]);
            for (int apart = 8; apart > 0; apart /= 2)
            {
                for (int i = 0; i < apart; i++)
                    lanes[i] += lanes[i + apart];
            }
            expected[row] = lanes[0] + 0.5f;
        }
        foreach (int width in (int[])[128, 256, 512])
        {
            using var forced = NetworkKernels.Force(width);
            float[] y = new float[3];
            fixed (float* px = x, pw = weight, py = y)
                Rows.Dot(px, 3, count, pw, 0.5f, py);
            Assert.Equal(expected, y);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Rows_are_normalized_by_their_own_mean_and_deviation(int width)
    {
        float[] x = [.. ProductTests.Random(2 * width, 3).Select(v => 3 * v + 7)], gain = ProductTests.Random(width, 4),
            bias = ProductTests.Random(width, 5);
        float[]? first = null;
        foreach (int bits in (int[])[128, 256, 512])
        {
            using var forced = NetworkKernels.Force(bits);
            float[] normalized = [.. x], y = new float[2 * width], scales = new float[2];
            fixed (float* px = normalized, pg = gain, pb = bias, ps = scales, py = y)
                Rows.Normalize(px, 2, width, pg, pb, ps, py);
            for (int row = 0; row < 2; row++)
            {
                double[] values = [.. x[(row * width)..((row + 1) * width)].Select(v => (double)v)];
                double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
                for (int i = 0; i < width; i++)
                    Assert.Equal((values[i] - mean) / Math.Sqrt(variance + 1e-5) * gain[i] + bias[i], y[row * width + i], 5e-6);
            }
            Assert.Equal(first ??= y, y);
        }
    }
}
