using System.Numerics.Tensors;
using Offprint.Datasets.Offline;

namespace Offprint.Estimators.OffPolicy.Logged;

/// <summary>
/// What a behavior policy did, as columns over [T, N] in time-major order: row t·N + n is step t of trajectory n. One-step feedback
/// (a contextual bandit) is T = 1. Shorter trajectories are padded: reward 0 and propensity 1 after their end.
/// </summary>
public sealed class LoggedSteps
{
    private const int NamedRows = 5;

    /// <summary>Wraps columns, which are not copied.</summary>
    /// <param name="trajectories">N, at least 1.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="rewards">r, [T·N]; finite.</param>
    /// <param name="propensities">π_b(a_t|s_t), probabilities or densities, [T·N]; positive and finite.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <exception cref="LogException">A reward or propensity is missing, zero, negative or not finite; the rows are named.</exception>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public LoggedSteps(int trajectories, int steps, double[] rewards, double[] propensities, double discount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trajectories);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        if (!(discount is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "A discount lies in [0, 1].");
        (Trajectories, Steps, Rewards, Propensities, Discount) = (trajectories, steps, rewards, propensities, discount);
        RequireLength(rewards, "rewards");
        RequireLength(propensities, "propensities");
        RequireFrom(double.NegativeInfinity, rewards, "no finite reward", "Drop their trajectories, or repair the log.");
        RequireFrom(double.Epsilon, propensities, "no positive propensity",
            "Log the probability with which each action was drawn; where it was not logged, fit a PropensityModel; where it is zero, " +
            "the action cannot have been drawn by that policy.");
    }

    /// <summary>N.</summary>
    public int Trajectories { get; }

    /// <summary>T, the longest trajectory.</summary>
    public int Steps { get; }

    /// <summary>T·N.</summary>
    public int Rows => Rewards.Length;

    /// <summary>γ.</summary>
    public double Discount { get; }

    /// <summary>r, [T·N].</summary>
    public double[] Rewards { get; }

    /// <summary>π_b(a_t|s_t), [T·N].</summary>
    public double[] Propensities { get; }

    /// <summary>The number of steps of each trajectory, [N]; null if all have T.</summary>
    public int[]? Lengths { get; init; }

    /// <summary>Which trajectories depend on each other, such as the sessions of one user, [N]; null if none do.</summary>
    public int[]? Clusters
    {
        get;
        init
        {
            if (value is not null && value.Length != Trajectories)
                throw new ArgumentException($"{value.Length} clusters for {Trajectories} trajectories; each needs one.");
            field = value;
        }
    }

    /// <summary>One-step feedback.</summary>
    /// <param name="rewards">r, [N].</param>
    /// <param name="propensities">The logged action's probability, [N].</param>
    /// <param name="clusters">Dependent rows, such as those of one user, [N]; null if there are none.</param>
    /// <returns>The log, T = 1.</returns>
    /// <exception cref="LogException">As the constructor.</exception>
    public static LoggedSteps OneStep(double[] rewards, double[] propensities, int[]? clusters = null) =>
        new(rewards.Length, 1, rewards, propensities) { Clusters = clusters };

    /// <summary>Trajectories of different lengths, one after the other.</summary>
    /// <param name="lengths">T_n, each at least 1, [N].</param>
    /// <param name="rewards">r, [Σ T_n].</param>
    /// <param name="propensities">π_b(a|s), [Σ T_n].</param>
    /// <param name="discount">γ.</param>
    /// <returns>The log, padded to the longest.</returns>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    /// <exception cref="LogException">As the constructor.</exception>
    public static LoggedSteps FromEpisodes(
        int[] lengths, ReadOnlySpan<double> rewards, ReadOnlySpan<double> propensities, double discount = 1)
    {
        if (lengths.Length == 0 || Array.Exists(lengths, l => l < 1))
            throw new ArgumentException("A log has at least one trajectory, and each has at least one step.", nameof(lengths));
        return new(lengths.Length, lengths.Max(), Arrange(lengths, rewards, 0), Arrange(lengths, propensities, 1), discount)
        {
            Lengths = lengths,
        };
    }

    /// <summary>The trajectories of a data set.</summary>
    /// <param name="data">Whole trajectories: its episodes.</param>
    /// <param name="propensities">π_b(a|s), one a row, [N].</param>
    /// <param name="discount">γ.</param>
    /// <returns>The log, padded to the longest.</returns>
    /// <exception cref="ArgumentException">There is not one propensity a row.</exception>
    /// <exception cref="LogException">As the constructor.</exception>
    public static LoggedSteps FromTrajectories(OfflineDataset data, ReadOnlySpan<double> propensities, double discount = 1) =>
        FromEpisodes([.. data.Episodes.Select(e => e.Length)], Array.ConvertAll(data.Rewards.Values.ToArray(), r => (double)r),
            propensities, discount);

    /// <summary>Brings a column of a log made by <see cref="FromEpisodes"/> into time-major order.</summary>
    /// <param name="rows">One value a step, trajectory by trajectory, [Σ T_n].</param>
    /// <param name="padding">What stands after a trajectory's end: 1 for probabilities and ratios, 0 for values.</param>
    /// <returns>[T·N].</returns>
    /// <exception cref="ArgumentException">There is not one value a step.</exception>
    public double[] Arrange(ReadOnlySpan<double> rows, double padding) =>
        Arrange(Lengths ?? [.. Enumerable.Repeat(Steps, Trajectories)], rows, padding);

    /// <summary>R_n = Σ_t γ^t r_t of each trajectory.</summary>
    /// <returns>[N].</returns>
    public double[] Returns()
    {
        double[] returns = new double[Trajectories];
        double factor = 1;
        for (int t = 0; t < Steps; t++, factor *= Discount)
        {
            for (int n = 0; n < returns.Length; n++)
                returns[n] += factor * Rewards[t * Trajectories + n];
        }
        return returns;
    }

    internal void RequireLength(double[] column, string what)
    {
        if (column.Length != (long)Steps * Trajectories)
            throw new ArgumentException(
                $"{column.Length} {what} for {Steps} steps × {Trajectories} trajectories; a column has {(long)Steps * Trajectories} " +
                "values, step by step.");
    }

    /// <summary>Throws unless all values are finite and at least <paramref name="least"/>; names the first rows that are not.</summary>
    internal void RequireFrom(double least, double[] column, string lacks, string remedy)
    {
        if (column.Length == 0 || (TensorPrimitives.IsFiniteAll<double>(column) && TensorPrimitives.Min<double>(column) >= least))
            return;
        List<int> rows = [];
        int count = 0;
        for (int i = 0; i < column.Length; i++)
        {
            if (double.IsFinite(column[i]) && column[i] >= least)
                continue;
            count++;
            if (rows.Count < NamedRows)
                rows.Add(i);
        }
        string places = string.Join(", ", rows.Select(i => Steps == 1 ? $"row {i} ({column[i]})"
            : $"trajectory {i % Trajectories} step {i / Trajectories} ({column[i]})"));
        throw new LogException($"{count} of {column.Length} rows have {lacks}: {places}{(count > rows.Count ? ", …" : "")}. {remedy}",
            rows);
    }

    private static double[] Arrange(int[] lengths, ReadOnlySpan<double> rows, double padding)
    {
        if (rows.Length != lengths.Sum())
            throw new ArgumentException($"{rows.Length} values for {lengths.Sum()} steps of {lengths.Length} trajectories.");
        int count = lengths.Length, steps = lengths.Max(), row = 0;
        double[] column = new double[steps * count];
        Array.Fill(column, padding);
        for (int n = 0; n < count; n++)
        {
            for (int t = 0; t < lengths[n]; t++)
                column[t * count + n] = rows[row++];
        }
        return column;
    }
}
