using System.Runtime.Intrinsics;

namespace Offprint.Tensors.Kernels;

/// <summary>Matrix products: columns in panels of two vectors, the summed index in blocks that fit the first cache.</summary>
internal static unsafe class Products
{
    /// <summary>Up to so many rows, packing B would cost more than it saves.</summary>
    private const int FewRows = 4;

    /// <summary>The length of a block of the summed index; a range up to half as long again stays whole.</summary>
    private const int Block = 128;

    /// <summary>Rows of B so short are read where they lie: a panel of them fits the first cache without being packed.</summary>
    private const int ShortRow = 64;

    /// <summary>Computes a product.</summary>
    public static void Run(in Product product)
    {
        int width = NetworkKernels.Width;
        if (product.Rows <= FewRows && product.BColumn == 1)
        {
            for (int row = 0; row < product.Rows; row++)
                SingleRow.Run(product, row, width);
            return;
        }
        // The last columns take the narrowest vectors that hold them all, since lanes beyond them are computed in vain.
        for (int column = 0; column < product.Columns;)
        {
            int rest = product.Columns - column;
            column += width >= 512 && rest > 2 * Vectors256.Count ? Panel<Vectors512, Vector512<float>>(product, column)
                : width >= 256 && rest > 2 * Vectors128.Count ? Panel<Vectors256, Vector256<float>>(product, column)
                : Panel<Vectors128, Vector128<float>>(product, column);
        }
    }

    private static int Panel<TVectors, TVector>(in Product product, int column)
        where TVectors : struct, IVectors<TVector>
        where TVector : struct
    {
        int width = 2 * TVectors.Count, columns = Math.Min(width, product.Columns - column);
        int block = product.Depth <= Block * 3 / 2 ? product.Depth : Block, start = 0;
        bool packs = columns < width || product.BColumn != 1 || product.BDepth > ShortRow;
        do
        {
            int depth = Math.Min(block, product.Depth - start);
            bool first = start == 0, last = start + depth >= product.Depth;
            float* b = product.B + start * product.BDepth + column * product.BColumn;
            nint bDepth = product.BDepth;
            if (packs)
            {
                float* panel = Scratch.Rent(Scratch.Use.Panel, (long)depth * width);
                Packing.Pack(b, product.BDepth, product.BColumn, depth, columns, panel, width);
                b = panel;
                bDepth = width;
            }
            var tile = new Tile
            {
                Depth = depth, A = product.A + start * product.ADepth, ARow = product.ARow, ADepth = product.ADepth, B = b, BDepth = bDepth,
                C = product.C + column, CRow = product.CRow, Columns = columns,
                Bias = first && product.Bias != null ? product.Bias + column : null, Accumulates = !first || product.Accumulates,
                Epilogue = last ? product.Epilogue : Epilogue.None, Mask = product.Mask + column,
            };
            for (int row = 0; row < product.Rows; row += Tile.Height)
                tile.Run<TVectors, TVector>(row, Math.Min(Tile.Height, product.Rows - row));
            start += depth;
        }
        while (start < product.Depth);
        return columns;
    }
}
