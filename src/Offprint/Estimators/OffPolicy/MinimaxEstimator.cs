using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// The minimax estimator of Antos, Szepesvári and Munos (2008) for a finite class,
/// $$\hat Q=\arg\min_{Q\in F}\max_{Q'\in F}\{L_n(Q,Q)-L_n(Q',Q)\},\qquad L_n(Q',Q)=\tfrac1n\sum(Q'(s,a)-r-\gamma Q(s',\pi))^2 .$$
/// The subtraction takes away the variance of the next state, of which a single sample would know nothing.
/// </summary>
public sealed class MinimaxEstimator
{
    private readonly FiniteClass _functions;
    private readonly EvaluationTask _task;
    private readonly double[][] _averaged;
    private readonly double[] _visits, _targets;

    /// <summary>Prepares a class for many data sets; one instance serves one thread.</summary>
    /// <param name="functions">F.</param>
    /// <param name="task">π and γ.</param>
    /// <exception cref="ArgumentException">The functions are of other pairs than the policy.</exception>
    public MinimaxEstimator(FiniteClass functions, EvaluationTask task)
    {
        if (functions.Pairs != task.Policy.States * task.Policy.Actions)
            throw new ArgumentException(
                $"Functions of {functions.Pairs} pairs for a policy of {task.Policy.States} states and {task.Policy.Actions} actions.",
                nameof(functions));
        (_functions, _task) = (functions, task);
        _averaged = new double[functions.Count][];
        for (int i = 0; i < functions.Count; i++)
            task.Average(functions[i], _averaged[i] = new double[task.Policy.States]);
        (_visits, _targets) = (new double[functions.Pairs], new double[functions.Pairs]);
    }

    /// <summary>The objective of every function: what its best response gains on it. Never negative; 0 if it is its own best fit.</summary>
    /// <param name="data">The data.</param>
    /// <param name="scores">Receives |F| values.</param>
    public void Score(TransitionSample data, Span<double> scores)
    {
        double scale = 1.0 / data.Rows;
        for (int i = 0; i < _functions.Count; i++)
        {
            Targets(data, _averaged[i]);
            double own = Loss(_functions[i]), best = own;
            for (int j = 0; j < _functions.Count; j++)
                best = Math.Min(best, j == i ? own : Loss(_functions[j]));
            scores[i] = (own - best) * scale;
        }
    }

    /// <summary>Chooses a function.</summary>
    /// <param name="data">The data.</param>
    /// <param name="random">Draws among equal scores.</param>
    /// <returns>Its index.</returns>
    public int Choose(TransitionSample data, RandomStream random)
    {
        Span<double> scores = _functions.Count <= 1024 ? stackalloc double[_functions.Count] : new double[_functions.Count];
        Score(data, scores);
        int chosen = 0, ties = 1;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] < scores[chosen])
                (chosen, ties) = (i, 1);
            else if (scores[i] == scores[chosen] && random.NextInt(++ties) == 0)
                chosen = i;
        }
        return chosen;
    }

    /// <summary>Visits N(z) and summed targets Σ(r + γ Q(s', π)): all that a squared loss needs, up to a constant of Q alone.</summary>
    private void Targets(TransitionSample data, double[] averaged)
    {
        _visits.AsSpan().Clear();
        _targets.AsSpan().Clear();
        ReadOnlySpan<int> pairs = data.Pairs, next = data.Next, counts = data.Counts;
        ReadOnlySpan<double> rewards = data.Rewards;
        for (int e = 0; e < pairs.Length; e++)
        {
            _visits[pairs[e]] += counts[e];
            _targets[pairs[e]] += rewards[e] + _task.Discount * averaged[next[e]] * counts[e];
        }
    }

    private double Loss(ReadOnlySpan<double> function)
    {
        double sum = 0;
        for (int z = 0; z < function.Length; z++)
            sum += function[z] * (_visits[z] * function[z] - 2 * _targets[z]);
        return sum;
    }
}
