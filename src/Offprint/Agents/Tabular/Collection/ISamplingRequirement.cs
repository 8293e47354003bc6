using Offprint.Datasets.Tabular;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>
/// An objective-specific rule: how many samples of each pair are wanted, b(s, a) or, adaptively, b_t(s, a), as if a generative model would
/// hand them out. Rules hold no state, so that runs side by side may share one.
/// </summary>
public interface ISamplingRequirement
{
    /// <summary>How often the rule asks for more when all it asked for is there; at least 1.</summary>
    int Rounds => 1;

    /// <summary>b_t(s, a).</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="counts">What was observed so far; a rule may look at the pair's own transitions only.</param>
    /// <param name="round">From 0; the next round begins when every pair has what this one asks for.</param>
    /// <returns>The number of samples wanted, at least 0; 0 where the pair does not matter.</returns>
    int Required(int s, int a, TransitionCounts counts, int round = 0);
}
