using static TorchSharp.torch;

namespace Offprint.Agents.Models;

/// <summary>
/// Rows of n policies of each of P seeds, in two orders: as n · P members, the first policy of all seeds, then the second; and as P seeds,
/// whose rows are those of their policies one after the other.
/// </summary>
internal static class SeedRows
{
    /// <summary>[n · P, B, d] → [P, n · B, d].</summary>
    public static Tensor ToSeeds(Tensor rows, int count) => count == 1 ? rows : Swapped(rows, count, rows.shape[0] / count)
        .reshape(rows.shape[0] / count, count * rows.shape[1], rows.shape[2]);

    /// <summary>[P, n · B, d] → [n · P, B, d].</summary>
    public static Tensor ToMembers(Tensor rows, int count) => count == 1 ? rows
        : rows.view(rows.shape[0], count, rows.shape[1] / count, rows.shape[2]).transpose(0, 1).contiguous()
            .view(count * rows.shape[0], rows.shape[1] / count, rows.shape[2]);

    private static Tensor Swapped(Tensor rows, int count, long seeds) =>
        rows.view(count, seeds, rows.shape[1], rows.shape[2]).transpose(0, 1).contiguous();
}
