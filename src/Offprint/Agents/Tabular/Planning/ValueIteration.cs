using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.Planning;

/// <summary>
/// Value iteration: $V \leftarrow \max_a\, r + \gamma P V$. With a horizon this is backward induction, exact after H sweeps. With a
/// discount
/// it stops by the bounds of MacQueen and Porteus: V* − V lies between γ/(1−γ) times the least and the greatest change of the last sweep.
/// The values are moved to the middle, so that the error is at most half the distance, which on connected MDPs shrinks faster than γᵗ.
/// </summary>
public static class ValueIteration
{
    /// <summary>Plans in a known MDP.</summary>
    /// <param name="mdp">An MDP with a horizon or a discount.</param>
    /// <param name="tolerance">The greatest error of a discounted value, relative to max(1, the greatest reward/(1 − γ)).</param>
    /// <returns>The optimal values and a greedy policy.</returns>
    /// <exception cref="ArgumentException">The MDP has neither horizon nor discount.</exception>
    public static PlanningSolution Solve(TabularMdp mdp, double tolerance = 1e-12) => (mdp.Horizon, mdp.Discount) switch
    {
        ({ } horizon, _) => Backward(mdp, horizon),
        (_, { } discount) => Discounted(mdp, discount, tolerance),
        _ => throw PolicyEvaluation.NoCriterion(mdp),
    };

    /// <summary>One sweep: result(s) = max_a r(s,a) + γ Σ P(s'|s,a) values(s'). Allocates nothing.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="discount">γ; 1 for none.</param>
    /// <param name="values">V, [S].</param>
    /// <param name="result">Receives the new values, [S]; must not overlap <paramref name="values"/>.</param>
    /// <param name="h">The stage.</param>
    /// <returns>The least and the greatest change of a value.</returns>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static (double Least, double Greatest) Sweep(TabularMdp mdp, double discount, ReadOnlySpan<double> values, Span<double> result,
        int h = 0)
    {
        if (values.Length != mdp.States || result.Length != mdp.States)
            throw new ArgumentException($"{values.Length} values and {result.Length} results for {mdp.States} states.");
        int row = mdp.Row(0, 0, h), actions = mdp.Actions;
        TransitionTable table = mdp.Table;
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double reward = ref MemoryMarshal.GetArrayDataReference(mdp.RewardArray);
        ref int ends = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table.Starts), 1);
        nint start = table.Starts[row];
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        for (int s = 0; s < result.Length; s++)
        {
            double best = double.NegativeInfinity;
            for (int a = 0; a < actions; a++, row++)
            {
                nint end = Unsafe.Add(ref ends, row);
                best = double.MaxNative(best, Unsafe.Add(ref reward, row) + discount * table.ExpectUnchecked(start, end, ref value));
                start = end;
            }
            double change = best - values[s];
            least = double.MinNative(least, change);
            greatest = double.MaxNative(greatest, change);
            result[s] = best;
        }
        return (least, greatest);
    }

    private static PlanningSolution Backward(TabularMdp mdp, int horizon)
    {
        double[][] values = new double[horizon][];
        double[] next = new double[mdp.States];
        for (int h = horizon - 1; h >= 0; h--)
        {
            values[h] = new double[mdp.States];
            Sweep(mdp, 1, next, values[h], h);
            next = values[h];
        }
        StateActionTable q = PolicyEvaluation.ActionValues(mdp, values);
        return new(values, q, q.Greedy(), horizon, 0);
    }

    private static PlanningSolution Discounted(TabularMdp mdp, double discount, double tolerance)
    {
        double[] values = new double[mdp.States], next = new double[mdp.States];
        double scale = Math.Max(1, mdp.RewardArray.Max(Math.Abs) / (1 - discount));
        // Below a few units in the last place the changes are rounding, and no sweep shrinks them.
        double allowed = Math.Max(tolerance, 4e-16 / (1 - discount)) * scale, factor = discount / (1 - discount);
        for (int sweep = 1; ; sweep++)
        {
            (double least, double greatest) = Sweep(mdp, discount, values, next);
            (values, next) = (next, values);
            double bound = factor * (greatest - least) / 2;
            if (bound > allowed)
                continue;
            double shift = factor * (greatest + least) / 2;
            for (int s = 0; s < values.Length; s++)
                values[s] += shift;
            StateActionTable q = PolicyEvaluation.ActionValues(mdp, [values]);
            return new([values], q, q.Greedy(), sweep, bound);
        }
    }
}
