using Offprint.Cards;
using Offprint.Numerics;
using Offprint.Optimization.Designs;

namespace Offprint.Optimization.Search;

/// <summary>A method of offline optimization as a value: it sees measurements, and proposes designs to be measured once.</summary>
public interface IOfflineSearch : ILabeled
{
    /// <summary>Proposes designs.</summary>
    /// <param name="data">All that may be seen.</param>
    /// <param name="words">How designs stand for words; <see langword="null"/> where they are numbers.</param>
    /// <param name="count">How many designs.</param>
    /// <param name="seed">Decides everything: the same seed gives the same bits.</param>
    /// <returns>[count, d], on the scale of the data.</returns>
    SampleMatrix Propose(DesignDataset data, WordLogits? words, int count, Seed seed);
}
