using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>An optimal policy and its values.</summary>
/// <param name="Values">V*_h(s), [H][S]; one stage for discounted MDPs.</param>
/// <param name="ActionValues">Q*_h(s, a).</param>
/// <param name="Policy">The greedy policy; ties go to the lowest action.</param>
/// <param name="Iterations">Sweeps of value iteration, or improvements of policy iteration.</param>
/// <param name="ErrorBound">A proven bound on the error of every value, rounding aside: 0 for direct methods.</param>
public sealed record PlanningSolution(double[][] Values, StateActionTable ActionValues, TabularPolicy Policy, int Iterations,
    double ErrorBound)
{
    /// <summary>The value under a start law.</summary>
    /// <param name="initial">ρ, [S], as of <see cref="TabularMdp.Initial"/>.</param>
    /// <returns>J* = Σ ρ(s) V*_0(s).</returns>
    public double Return(ReadOnlySpan<double> initial)
    {
        double sum = 0;
        for (int s = 0; s < initial.Length; s++)
            sum += initial[s] * Values[0][s];
        return sum;
    }
}
