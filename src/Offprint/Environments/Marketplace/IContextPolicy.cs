using Offprint.Cards;

namespace Offprint.Environments.Marketplace;

/// <summary>A law of actions given a context's features.</summary>
public interface IContextPolicy : ILabeled
{
    /// <summary>The law of a context.</summary>
    /// <param name="context">[d].</param>
    /// <param name="probabilities">Receives π(a|x), [A], which sum to one.</param>
    void Law(ReadOnlySpan<float> context, Span<double> probabilities);
}
