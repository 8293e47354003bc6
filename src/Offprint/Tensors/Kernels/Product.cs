namespace Offprint.Tensors.Kernels;

/// <summary>What becomes of a product's result before it is stored.</summary>
internal enum Epilogue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(c, 0).</summary>
    Relu,

    /// <summary>Zero where the mask is not positive: the gradient of a ReLU whose outputs are the mask.</summary>
    ReluMask,
}

/// <summary>
/// C = start + A B, where the factors lie with any strides: transposed ones are no case of their own. A result begins as its number in C
/// (if the product accumulates), its column's bias or zero, and takes up one fused multiply-add after the other.
/// </summary>
internal unsafe struct Product
{
    /// <summary>Rows of A and C.</summary>
    public int Rows;

    /// <summary>Columns of B and C.</summary>
    public int Columns;

    /// <summary>The summed index' range.</summary>
    public int Depth;

    /// <summary>A, and its steps from row to row and along the summed index.</summary>
    public float* A;
    public nint ARow, ADepth;

    /// <summary>B, and its steps along the summed index and from column to column, one of which is 1.</summary>
    public float* B;
    public nint BDepth, BColumn;

    /// <summary>C with contiguous rows, and the step between them.</summary>
    public float* C;
    public nint CRow;

    /// <summary>Whether results begin as the numbers in C.</summary>
    public bool Accumulates;

    /// <summary>[Columns], what results begin as otherwise; null for zero.</summary>
    public float* Bias;

    /// <summary>What becomes of results.</summary>
    public Epilogue Epilogue;

    /// <summary>The mask, laid out as C.</summary>
    public float* Mask;
}
