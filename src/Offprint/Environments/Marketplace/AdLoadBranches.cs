namespace Offprint.Environments.Marketplace;

/// <summary>
/// What follows each action in each logged fetch on average: columns over [N, 5], row by row. A policy's true one-step value on the log's
/// states is the mean of Σ_a π(a|x) times a column.
/// </summary>
public sealed class AdLoadBranches
{
    internal AdLoadBranches(int rows) => (Satisfaction, Revenue, Exit, Posts, Return) =
        (Column(rows), Column(rows), Column(rows), Column(rows), Column(rows));

    /// <summary>min(posts from the fetch on, 60)/60.</summary>
    public double[] Satisfaction { get; }

    /// <summary>The fetch's revenue.</summary>
    public double[] Revenue { get; }

    /// <summary>The probability of leaving after the fetch.</summary>
    public double[] Exit { get; }

    /// <summary>Posts from the fetch on.</summary>
    public double[] Posts { get; }

    /// <summary>The probability of coming back the next day.</summary>
    public double[] Return { get; }

    internal void Set(int place, in Outcome sum, int count)
    {
        (Satisfaction[place], Revenue[place], Exit[place]) = (sum.Satisfaction / count, sum.Revenue / count, sum.Exit / count);
        (Posts[place], Return[place]) = (sum.Posts / count, sum.Return / count);
    }

    private static double[] Column(int rows) => new double[rows * AdLoadMarketplace.Actions];
}
