using System.Runtime.Intrinsics;

namespace Offprint.Tensors.Kernels;

/// <summary>What is computed row by row: products with one column, and normalizations.</summary>
internal static unsafe class Rows
{
    /// <summary>y = X w + b: a product with one column, where tiles would compute lanes in vain.</summary>
    /// <remarks>x [rows, width], weight [width], y [rows].</remarks>
    public static void Dot(float* x, int rows, int width, float* weight, float bias, float* y)
    {
        switch (NetworkKernels.Width)
        {
            case 512: Of<Vectors512, Vector512<float>>.Dot(x, rows, width, weight, bias, y); break;
            case 256: Of<Vectors256, Vector256<float>>.Dot(x, rows, width, weight, bias, y); break;
            default: Of<Vectors128, Vector128<float>>.Dot(x, rows, width, weight, bias, y); break;
        }
    }

    /// <summary>Σ aᵢ², whatever the vector width.</summary>
    public static float SumOfSquares(float* a, int count) => NetworkKernels.Width switch
    {
        512 => RowSums<Vectors512, Vector512<float>>.Dot(a, a, count),
        256 => RowSums<Vectors256, Vector256<float>>.Dot(a, a, count),
        _ => RowSums<Vectors128, Vector128<float>>.Dot(a, a, count),
    };

    /// <summary>Brings each row to mean zero and variance one, in place, then y = gain · x + bias.</summary>
    /// <remarks>x [rows, width], which becomes the normalized rows; scales [rows] receives 1/√(variance + ε); y [rows, width].</remarks>
    public static void Normalize(float* x, int rows, int width, float* gain, float* bias, float* scales, float* y)
    {
        switch (NetworkKernels.Width)
        {
            case 512: Of<Vectors512, Vector512<float>>.Normalize(x, rows, width, gain, bias, scales, y); break;
            case 256: Of<Vectors256, Vector256<float>>.Normalize(x, rows, width, gain, bias, scales, y); break;
            default: Of<Vectors128, Vector128<float>>.Normalize(x, rows, width, gain, bias, scales, y); break;
        }
    }

    /// <summary>The gradient of <see cref="Normalize"/>'s input from that of its output, in place.</summary>
    /// <remarks>d [rows, width], normalized [rows, width], gain [width], scales [rows].</remarks>
    public static void NormalizeGradient(float* d, float* normalized, int rows, int width, float* gain, float* scales)
    {
        switch (NetworkKernels.Width)
        {
            case 512: Of<Vectors512, Vector512<float>>.NormalizeGradient(d, normalized, rows, width, gain, scales); break;
            case 256: Of<Vectors256, Vector256<float>>.NormalizeGradient(d, normalized, rows, width, gain, scales); break;
            default: Of<Vectors128, Vector128<float>>.NormalizeGradient(d, normalized, rows, width, gain, scales); break;
        }
    }

    /// <summary>Adds Σ d x over rows to a gain's gradient, one chain a column.</summary>
    /// <remarks>d and x [rows, width], sums [width].</remarks>
    public static void AddProducts(float* d, float* x, int rows, int width, float* sums)
    {
        for (int row = 0; row < rows; row++, d += width, x += width)
            Elementwise.Apply<MultiplyAdd>(d, x, sums, width);
    }

    private static class Of<TVectors, TVector>
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        private const float Epsilon = 1e-5f; // PyTorch's default

        public static void Dot(float* x, int rows, int width, float* weight, float bias, float* y)
        {
            for (int row = 0; row < rows; row++)
                y[row] = RowSums<TVectors, TVector>.Dot(x + (nint)row * width, weight, width) + bias;
        }

        public static void Normalize(float* x, int rows, int width, float* gain, float* bias, float* scales, float* y)
        {
            for (int row = 0; row < rows; row++, x += width, y += width)
            {
                float mean = RowSums<TVectors, TVector>.Sum(x, width) / width;
                Elementwise.Affine<TVectors, TVector>(x, 1, -mean, x, width);
                scales[row] = 1 / MathF.Sqrt(RowSums<TVectors, TVector>.Dot(x, x, width) / width + Epsilon);
                Elementwise.Affine<TVectors, TVector>(x, scales[row], 0, x, width);
                new ReadOnlySpan<float>(bias, width).CopyTo(new Span<float>(y, width));
                Elementwise.Apply<MultiplyAdd, TVectors, TVector>(x, gain, y, width);
            }
        }

        public static void NormalizeGradient(float* d, float* normalized, int rows, int width, float* gain, float* scales)
        {
            for (int row = 0; row < rows; row++, d += width, normalized += width)
            {
                Elementwise.Apply<Multiply, TVectors, TVector>(d, gain, d, width);
                float mean = RowSums<TVectors, TVector>.Sum(d, width) / width;
                float slope = RowSums<TVectors, TVector>.Dot(d, normalized, width) / width;
                Elementwise.AddScaled<TVectors, TVector>(normalized, -slope, d, width);
                Elementwise.Affine<TVectors, TVector>(d, scales[row], -mean * scales[row], d, width);
            }
        }
    }
}
