using static TorchSharp.torch;

namespace Offprint.Optimization.Translation;

/// <summary>Pairs of designs, standardized, and their values under the function that paired them.</summary>
/// <param name="Poor">x_T, float32 [n, d].</param>
/// <param name="Good">x₀, float32 [n, d].</param>
/// <param name="PoorValues">Standardized, float32 [n].</param>
/// <param name="GoodValues">Standardized, float32 [n].</param>
/// <param name="Starts">Which start of the function's draw each pair comes from, int64 [n].</param>
public sealed record TranslationPairs(Tensor Poor, Tensor Good, Tensor PoorValues, Tensor GoodValues, Tensor Starts) : IDisposable
{
    /// <summary>n.</summary>
    public int Count => (int)Poor.shape[0];

    internal Tensor[] Parts => [Poor, Good, PoorValues, GoodValues, Starts];

    /// <summary>Those that come from the first starts, as if no more had been drawn.</summary>
    /// <param name="starts">How many starts.</param>
    /// <returns>A copy.</returns>
    public TranslationPairs FromStarts(int starts)
    {
        using Tensor kept = Starts.lt(starts).nonzero().squeeze(1);
        return Of(part => part.index_select(0, kept));
    }

    /// <summary>Some of them, in their order.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>A copy.</returns>
    public TranslationPairs Slice(int first, int count) => Of(part => part.narrow(0, first, count).clone());

    /// <summary>In another order, or a selection.</summary>
    /// <param name="rows">Their places, int64.</param>
    /// <returns>A copy.</returns>
    public TranslationPairs Take(Tensor rows) => Of(part => part.index_select(0, rows));

    /// <summary>Several one after the other.</summary>
    /// <param name="pairs">At least one.</param>
    /// <returns>A copy.</returns>
    public static TranslationPairs Concat(IReadOnlyList<TranslationPairs> pairs)
    {
        int part = 0;
        return pairs[0].Of(_ =>
        {
            int at = part++;
            return cat([.. pairs.Select(p => p.Parts[at])], 0);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor part in Parts)
            part.Dispose();
    }

    private TranslationPairs Of(Func<Tensor, Tensor> map)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = [.. Parts.Select(part => map(part).DetachFromDisposeScope())];
        return new(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }
}
