namespace Offprint.Environments.Tabular;

/// <summary>How well data cover a policy, and laws of data that cover it to a chosen degree.</summary>
public static class Concentrability
{
    /// <summary>The single-policy coefficient C* = max d(s,a)/μ(s,a) over stages and pairs that the policy meets.</summary>
    /// <param name="target">d, the occupancy of the policy to be covered, of sum one a stage.</param>
    /// <param name="data">μ, the law of the data, of the same stages or one for all.</param>
    /// <returns>The coefficient; infinite if a pair of the policy has no data.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double SinglePolicy(StateActionTable target, StateActionTable data)
    {
        double greatest = 0;
        Visit(target, data, (d, mu) => greatest = Math.Max(greatest, d / mu));
        return greatest;
    }

    /// <summary>The clipped coefficient Σ_h E_d[min(d/μ, γ)]: finite also where a pair has no data, 1 a stage for μ = d.</summary>
    /// <param name="target">d, the occupancy of the policy to be covered.</param>
    /// <param name="data">μ, the law of the data.</param>
    /// <param name="clip">γ, the greatest ratio counted.</param>
    /// <returns>The coefficient, at most γ a stage.</returns>
    public static double Clipped(StateActionTable target, StateActionTable data, double clip)
    {
        double sum = 0;
        Visit(target, data, (d, mu) => sum += d * Math.Min(d / mu, clip));
        return sum;
    }

    /// <summary>
    /// A law of data with a chosen coefficient: μ = d/C* on the pairs of d, and the remaining mass 1 − 1/C* spread evenly over other pairs.
    /// </summary>
    /// <param name="target">d, of one stage and sum one.</param>
    /// <param name="coefficient">C*, at least 1.</param>
    /// <param name="others">The pairs without mass in d that share the rest; all such pairs if left out.</param>
    /// <returns>μ, with <see cref="SinglePolicy"/> = C* exactly.</returns>
    /// <exception cref="ArgumentException">C* is below one, there is no other pair, or one of them has mass in d.</exception>
    public static StateActionTable DataLaw(StateActionTable target, double coefficient, IEnumerable<(int State, int Action)>? others = null)
    {
        if (target.Stages != 1 || Math.Abs(target.Sum() - 1) > 1e-9)
            throw new ArgumentException(
                $"A law of data needs a target of one stage that sums to one, not {target.Stages} stages and {target.Sum():R}.",
                nameof(target));
        if (!(coefficient >= 1) || double.IsInfinity(coefficient))
            throw new ArgumentException($"A concentrability of {coefficient}; it is at least 1 (1 is expert data).", nameof(coefficient));
        var rest = (others ?? Pairs(target).Where(pair => target[pair.State, pair.Action] == 0)).ToList();
        if (rest.Count == 0 && coefficient > 1)
            throw new ArgumentException(
                $"The target has mass on every pair; there is none left for the share {1 - 1 / coefficient:R} of other data.",
                nameof(others));
        var law = new StateActionTable(target.States, target.Actions);
        foreach (var (s, a) in Pairs(target))
            law[s, a] = target[s, a] / coefficient;
        foreach (var (s, a) in rest)
        {
            if (target[s, a] > 0)
                throw new ArgumentException(
                    $"State {s}, action {a} has mass {target[s, a]} in the target; more data there would lower C*.", nameof(others));
            law[s, a] += (1 - 1 / coefficient) / rest.Count;
        }
        return law;
    }

    private static IEnumerable<(int State, int Action)> Pairs(StateActionTable table) =>
        from s in Enumerable.Range(0, table.States) from a in Enumerable.Range(0, table.Actions) select (s, a);

    private static void Visit(StateActionTable target, StateActionTable data, Action<double, double> visit)
    {
        if ((target.States, target.Actions) != (data.States, data.Actions) || (data.Stages != 1 && data.Stages != target.Stages))
            throw new ArgumentException(
                $"A target of [{target.Stages}, {target.States}, {target.Actions}] and data of [{data.Stages}, {data.States}, " +
                $"{data.Actions}] do not compare.", nameof(data));
        for (int h = 0; h < target.Stages; h++)
        {
            ReadOnlySpan<double> d = target.Stage(h), mu = data.Stage(h);
            for (int i = 0; i < d.Length; i++)
            {
                if (d[i] > 0)
                    visit(d[i], mu[i]);
            }
        }
    }
}
