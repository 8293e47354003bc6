using Offprint.Agents.Offline;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.Famo2oStudy;

/// <summary>What the released code on CQL does otherwise than the paper says, on numbers.</summary>
internal static class ReleasedFigures
{
    private static readonly double[] s_numbers = [-1, -0.75, -0.5, -0.25, 0, 0.5, 1];

    /// <summary>The balance that the model's number u stands for, as it is meant and as it is released.</summary>
    /// <param name="results">Not asked: the map is arithmetic.</param>
    /// <returns>A row a number.</returns>
    public static CardTable Map(PaperResults results)
    {
        BalanceOptions meant = new FamO2oCqlOptions().Balance, released = meant with { AsReleased = true };
        double Share(double beta) => (beta - released.ToBeta(-1)) / (released.ToBeta(1) - released.ToBeta(-1));
        return CardTable.Of("The range [0.5, 1.5] of the half on CQL", s_numbers,
            ("u", u => u), ("β, as meant", u => meant.ToBeta(u)), ("β, as released", u => released.ToBeta(u)),
            ("the released β is", u => released.ToBeta(u) < 0 ? "negative: the actor descends Q"
                : released.ToBeta(u) < meant.LeastBeta ? "below what the policy trained on offline" : "in the range")) with
        {
            Note = FormattableString.Invariant($"u is the squashed number of the balance model, in (−1, 1). Of a uniform u ") +
                FormattableString.Invariant($"{100 * Share(0):0} % give a negative β as released and {100 * Share(meant.LeastBeta):0} % ") +
                "one below the range, from which the offline phase draws it: there the policy has never seen such a β.",
        };
    }
}
