using Offprint.Tensors.Kernels;

namespace Offprint.Tests.Tensors.Kernels;

public sealed unsafe class ElementwiseTests
{
    private static readonly float[] s_special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-30f, -1e30f, 89,
        -89, 200];

    public static TheoryData<string> Names => new(s_functions.Keys);

    private static readonly Dictionary<string, (Func<float[], int, float[]> Kernel, Func<double, double> Exact,
        double Tolerance)> s_functions = new()
    {
        ["tanh"] = (Run<Tanh>, Math.Tanh, 4e-7),
        ["silu"] = (Run<Silu>, x => x / (1 + Math.Exp(-x)), 4e-7),
        ["silu'"] = (Run<SiluGradient>, x => Slope(x, v => 1 / (1 + Math.Exp(-v)), v => Math.Exp(-v) / Math.Pow(1 + Math.Exp(-v), 2)),
            1e-6),
        ["gelu"] = (Run<Gelu>, x => x * Normal(x), 1e-6),
        ["gelu'"] = (Run<GeluGradient>, x => Slope(x, Normal, v => Math.Exp(-v * v / 2) / Math.Sqrt(2 * Math.PI)), 1e-6),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Functions_equal_their_closed_forms(string name)
    {
        (var kernel, var exact, double tolerance) = s_functions[name];
        float[] x = [.. Enumerable.Range(-40_000, 80_001).Select(i => i * 5e-4f)];
        float[] y = kernel(x, NetworkKernels.Widest);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = exact(x[i]);
            Assert.InRange(Math.Abs(y[i] - expected), 0, tolerance * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void A_small_numbers_hyperbolic_tangent_is_exact_to_its_last_digits()
    {
        float[] x = [1e-38f, 1e-10f, 3.9e-4f, 4.1e-4f, 1e-3f, -1e-3f, 0.02f, 0.5f];
        float[] y = Run<Tanh>(x, NetworkKernels.Widest);
        for (int i = 0; i < x.Length; i++)
            Assert.InRange(y[i] / Math.Tanh(x[i]) - 1, -5e-7, 5e-7);
        Assert.Equal([1f, -1f, 1f], Run<Tanh>([float.PositiveInfinity, float.NegativeInfinity, 8.5f], 256));
        Assert.True(Run<Tanh>([.. Enumerable.Range(0, 1000).Select(i => 7 + i * 1e-3f)], 256).All(v => v <= 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_result_depends_on_its_number_alone_whatever_the_width_and_the_neighbors(string name)
    {
        var kernel = s_functions[name].Kernel;
        float[] x = [.. ProductTests.Random(150, 7).Select(v => 3 * v), .. s_special, .. ProductTests.Random(7, 8)];
        float[] alone = [.. x.Select(v => kernel([v], 128)[0])];
        foreach (int width in (int[])[128, 256, 512])
        {
            for (int offset = 0; offset < 17; offset++)
                Assert.Equal(alone[offset..].Select(BitConverter.SingleToInt32Bits), kernel(x[offset..], width)
                    .Select(BitConverter.SingleToInt32Bits));
        }
        Assert.True(float.IsNaN(kernel([float.NaN], 256)[0]));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void The_exponential_function_reaches_infinity_denormals_and_zero(int width)
    {
        float[] x = [0, 1, -1, 88.7f, 89, 1e30f, -87, -95, -104, -1e30f, float.PositiveInfinity, float.NegativeInfinity];
        using var forced = NetworkKernels.Force(width);
        float[] y = Run<Exponential>(x, width);
        for (int i = 0; i < x.Length; i++)
        {
            float expected = (float)Math.Exp(x[i]);
            Assert.True(expected == y[i] || Math.Abs(y[i] - expected) <= Math.Max(2e-7 * expected, float.Epsilon),
                $"exp({x[i]}) = {y[i]}, not {expected}");
        }
    }

    private static float[] Run<TFunction>(float[] x, int width)
        where TFunction : struct, IElementwise
    {
        using var forced = NetworkKernels.Force(width);
        float[] y = new float[x.Length];
        y.AsSpan().Fill(1); // gradients are taken of ones
        fixed (float* px = x, py = y)
            Elementwise.Apply<TFunction>(px, px, py, x.Length);
        return y;
    }

    private static double Slope(double x, Func<double, double> gate, Func<double, double> density) => gate(x) + x * density(x);

    /// <summary>Φ.</summary>
    private static double Normal(double x) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, x);

    private readonly struct Exponential : IElementwise
    {
        public static TVector Invoke<TVectors, TVector>(TVector a, TVector b, TVector y)
            where TVectors : struct, IVectors<TVector>
            where TVector : struct =>
            Functions<TVectors, TVector>.Exp(a);
    }
}
