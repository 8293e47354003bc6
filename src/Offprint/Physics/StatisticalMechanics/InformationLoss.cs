using Offprint.Statistics;

namespace Offprint.Physics.StatisticalMechanics;

/// <summary>
/// Information lost in one step of a stochastic process, in nats: the relative entropy between a step and its reversal,
/// <code>Σ p_t(x) P(m|x) ln [ p_t(x) P(m|x) / ( p_{t+1}(y) P(m′|y) ) ],</code>
/// m a move from x to y and m′ its reverse. The sum of its two parts is never negative; either part alone may be.
/// </summary>
/// <param name="Medium">Σ p P ln(P/P′): heat given to the surroundings, in kT, under local detailed balance.</param>
/// <param name="Instantaneous">S[p_{t+1}] − S[p_t]: the gain of information entropy.</param>
public readonly record struct InformationLoss(double Medium, double Instantaneous)
{
    /// <summary>Both parts together, not negative.</summary>
    public double Total => Medium + Instantaneous;

    internal static InformationLoss OfStep(JumpProcess process, StepKernel kernel, double[] before, double[] after)
    {
        double[] moves = OfMoves(process, kernel);
        double medium = 0;
        for (int m = 0; m < moves.Length; m++)
            medium += before[process.Moves[m].From] * kernel.Probabilities[m] * moves[m];
        return new(medium, Information.Entropy(after) - Information.Entropy(before));
    }

    /// <summary>ln P(m)/P(m′) of every move; staying is its own reverse.</summary>
    internal static double[] OfMoves(JumpProcess process, StepKernel kernel)
    {
        double[] losses = new double[kernel.Probabilities.Length];
        for (int m = 0; m < losses.Length; m++)
            losses[m] = Math.Log(kernel.Probabilities[m] / kernel.Probabilities[process.ReverseOrThrow(m)]);
        return losses;
    }
}
