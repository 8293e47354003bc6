using Offprint.Numerics;
using Offprint.Tensors.Kernels;

namespace Offprint.Tests.Tensors.Kernels;

public sealed unsafe class ProductTests
{
    private const float Untouched = 12345;

    public static TheoryData<int, int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int, int>();
        foreach (int width in (int[])[128, 256, 512])
        {
            foreach ((int rows, int columns, int depth) in ((int, int, int)[])
                [(1, 1, 1), (6, 32, 64), (7, 33, 5), (4, 70, 9), (13, 17, 200), (64, 64, 300), (5, 8, 0), (0, 3, 2), (3, 1, 400),
                    (25, 6, 1)])
            {
                data.Add(width, rows, columns, depth);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_result_is_one_chain_of_fused_multiply_adds(int width, int rows, int columns, int depth)
    {
        using var forced = NetworkKernels.Force(width);
        foreach (bool transposesA in (bool[])[false, true])
        {
            foreach (bool transposesB in (bool[])[false, true])
            {
                foreach (int start in (int[])[0, 1, 2]) // zero, a bias, what stands there
                {
                    foreach (Epilogue epilogue in Enum.GetValues<Epilogue>())
                        Check(rows, columns, depth, transposesA, transposesB, start, epilogue);
                }
            }
        }
    }

    [Fact]
    public void Not_a_number_and_infinity_stay_in_their_rows_and_columns()
    {
        float[] a = new float[8 * 5], b = new float[5 * 40], c = new float[8 * 40];
        a.AsSpan().Fill(1);
        b.AsSpan().Fill(1);
        (a[2 * 5 + 1], b[3 * 40 + 7]) = (float.NaN, float.PositiveInfinity);
        fixed (float* pa = a, pb = b, pc = c)
        {
            Products.Run(new Product
            {
                Rows = 8, Columns = 40, Depth = 5, A = pa, ARow = 5, ADepth = 1, B = pb, BDepth = 40, BColumn = 1, C = pc, CRow = 40,
                Epilogue = Epilogue.Relu,
            });
        }
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < 40; j++)
                Assert.Equal(i == 2 ? float.NaN : j == 7 ? float.PositiveInfinity : 5, c[i * 40 + j]);
        }
    }

    private static void Check(int rows, int columns, int depth, bool transposesA, bool transposesB, int start, Epilogue epilogue)
    {
        // Every matrix begins one number off any alignment; C stands in a frame that must stay as it is.
        int cRow = columns + 3;
        float[] a = Random(rows * depth + 1, 1), b = Random(depth * columns + 1, 2), bias = Random(columns + 1, 3),
            mask = Random(rows * cRow + 1, 4);
        float[] c = Random(rows * cRow + 1, 5);
        for (int i = 0; i < c.Length; i++)
            c[i] = i > 0 && (i - 1) % cRow < columns ? c[i] : Untouched;
        float[] before = [.. c];
        (int aRow, int aDepth) = transposesA ? (1, rows) : (depth, 1);
        (int bDepth, int bColumn) = transposesB ? (1, depth) : (columns, 1);
        fixed (float* pa = a, pb = b, pc = c, pBias = bias, pMask = mask)
        {
            Products.Run(new Product
            {
                Rows = rows, Columns = columns, Depth = depth, A = pa + 1, ARow = aRow, ADepth = aDepth, B = pb + 1, BDepth = bDepth,
                BColumn = bColumn, C = pc + 1, CRow = cRow, Bias = start == 1 ? pBias + 1 : null, Accumulates = start == 2,
                Epilogue = epilogue, Mask = pMask + 1,
            });
        }
        for (int place = 0; place < c.Length; place++)
        {
            (int i, int j) = ((place - 1) / cRow, (place - 1) % cRow);
            if (place == 0 || j >= columns)
            {
                Assert.Equal(Untouched, c[place]);
                continue;
            }
            float sum = start == 0 ? 0 : start == 1 ? bias[j + 1] : before[place];
            for (int k = 0; k < depth; k++)
                sum = MathF.FusedMultiplyAdd(a[1 + i * aRow + k * aDepth], b[1 + k * bDepth + j * bColumn], sum);
            float expected = epilogue == Epilogue.Relu ? Math.Max(sum, 0) : epilogue == Epilogue.ReluMask && mask[place] <= 0 ? 0 : sum;
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(c[place]));
        }
    }

    internal static float[] Random(int count, ulong seed)
    {
        float[] values = new float[count];
        new Seed(seed).Stream().FillNormal(values);
        return values;
    }
}
