using Offprint.Cards;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular;

/// <summary>What pessimistic value iteration learned.</summary>
/// <param name="Values">V_T(s), [S]: with valid penalties a lower bound of the policy's value with probability 1 − δ.</param>
/// <param name="Actions">π_T(s), [S].</param>
/// <param name="Penalties">b(s, a) of the last sweep.</param>
/// <param name="LogTerm">L.</param>
/// <param name="Sweeps">T; sweeps after a fixed point are not made, but counted.</param>
public sealed record PessimisticSolution(double[] Values, int[] Actions, StateActionTable Penalties, double LogTerm, int Sweeps)
    : IDescribable
{
    /// <summary>The policy.</summary>
    public TabularPolicy Policy => TabularPolicy.Deterministic(Actions, Penalties.Actions);

    /// <summary>The pessimistic value under a start law.</summary>
    /// <param name="initial">ρ, [S], as of <see cref="TabularMdp.Initial"/>.</param>
    /// <returns>Σ ρ(s) V_T(s).</returns>
    public double Return(ReadOnlySpan<double> initial)
    {
        double sum = 0;
        for (int s = 0; s < initial.Length; s++)
            sum += initial[s] * Values[s];
        return sum;
    }

    /// <inheritdoc/>
    public Card Describe()
    {
        double least = double.PositiveInfinity, greatest = 0;
        foreach (double penalty in Penalties.Values)
            (least, greatest) = (Math.Min(least, penalty), Math.Max(greatest, penalty));
        return new("Pessimistic value iteration")
        {
            Facts = [new("states", Values.Length), new("L", LogTerm), new("sweeps", Sweeps), new("least penalty", least),
                new("greatest penalty", greatest)],
            Tables =
            [
                new("", ["state", "pessimistic value", "action"],
                    [.. Enumerable.Range(0, Math.Min(Values.Length, 20)).Select(s => (IReadOnlyList<TableCell>)[s, Values[s], Actions[s]])])
                { Note = Values.Length > 20 ? $"{Values.Length - 20} more states" : null },
            ],
        };
    }
}
