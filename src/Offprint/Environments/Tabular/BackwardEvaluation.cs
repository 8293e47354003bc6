namespace Offprint.Environments.Tabular;

/// <summary>
/// The exact value of a policy that changes every episode: backward induction over a table of probabilities that its owner goes on
/// writing to. Equals <see cref="PolicyEvaluation.Return"/> of the same probabilities, and allocates nothing after construction.
/// </summary>
/// <remarks>Not thread-safe: one a worker.</remarks>
public sealed class BackwardEvaluation
{
    private readonly TabularMdp _mdp;
    private readonly int _horizon;
    private double[] _values, _next;

    /// <summary>Prepares evaluations in an MDP.</summary>
    /// <param name="mdp">An MDP with a horizon.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public BackwardEvaluation(TabularMdp mdp)
    {
        _mdp = mdp;
        _horizon = mdp.Horizon ?? throw new ArgumentException(
            $"Backward induction needs a horizon; {mdp.Name} has none. Give it one by WithHorizon.", nameof(mdp));
        (_values, _next) = (new double[mdp.States], new double[mdp.States]);
    }

    /// <summary>J(π) under the start law.</summary>
    /// <param name="probabilities">π_h(a|s), [H, S, A] or one stage for all; rows are taken to be laws.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The table's shape differs.</exception>
    public double Return(StateActionTable probabilities)
    {
        probabilities.RequireShape(_mdp, nameof(probabilities));
        Array.Clear(_next);
        for (int h = _horizon - 1; h >= 0; h--)
        {
            Sweep(probabilities.Stage(h), _mdp.Row(0, 0, h));
            (_values, _next) = (_next, _values);
        }
        double sum = 0;
        for (int s = 0; s < _next.Length; s++)
            sum += _mdp.Initial[s] * _next[s];
        return sum;
    }

    private void Sweep(ReadOnlySpan<double> policy, int row)
    {
        TransitionTable table = _mdp.Table;
        double[] rewards = _mdp.RewardArray;
        for (int s = 0, i = 0; s < _values.Length; s++)
        {
            double value = 0;
            for (int a = 0; a < _mdp.Actions; a++, i++, row++)
            {
                if (policy[i] > 0)
                    value += policy[i] * (rewards[row] + table.Expect(row, _next));
            }
            _values[s] = value;
        }
    }
}
