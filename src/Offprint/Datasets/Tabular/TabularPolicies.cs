using Offprint.Environments.Tabular;

namespace Offprint.Datasets.Tabular;

/// <summary>Policies fitted to tabular data.</summary>
public static class TabularPolicies
{
    /// <summary>
    /// The policy under which the logged actions are most likely: π_h(a|s) ∝ Σ w over the rows with (h, s, a); uniform where no row has the
    /// state at that stage.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="weights">One weight a row, not negative; empty for equal ones.</param>
    /// <param name="stages">H for a policy of each stage, 1 for a stationary one of all rows together.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">There is not one weight a row, one is negative, or a row is of a later stage.</exception>
    public static TabularPolicy MaximumLikelihoodPolicy(this TabularDataset data, ReadOnlySpan<double> weights = default, int stages = 1)
    {
        if (weights.Length > 0 && weights.Length != data.Count)
            throw new ArgumentException($"There are {weights.Length} weights for {data.Count} rows.", nameof(weights));
        var table = new StateActionTable(data.StateCount, data.ActionCount, stages);
        for (int i = 0; i < data.Count; i++)
        {
            double weight = weights.Length > 0 ? weights[i] : 1;
            if (!(weight >= 0))
                throw new ArgumentException($"The weight of row {i} is {weight}.", nameof(weights));
            if (stages > 1 && data.Stages[i] >= stages)
                throw new ArgumentException($"Row {i} is of stage {data.Stages[i]}; there are {stages} stages.", nameof(stages));
            table[data.States[i], data.Actions[i], data.Stages[i]] += weight;
        }
        for (int h = 0; h < stages; h++)
        {
            double[] sums = table.StateSums(h);
            for (int s = 0; s < table.States; s++)
            {
                foreach (ref double p in table.Row(s, h))
                    p = sums[s] > 0 ? p / sums[s] : 1.0 / table.Actions;
            }
        }
        return new(table);
    }
}
