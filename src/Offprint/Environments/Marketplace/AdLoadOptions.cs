namespace Offprint.Environments.Marketplace;

/// <summary>The constants of <see cref="AdLoadMarketplace"/>; all are our choice, since the paper's data are private.</summary>
public sealed record AdLoadOptions
{
    /// <summary>How strongly an ad drives users away; 0 makes actions harmless. Default 0.22.</summary>
    public double Sensitivity { get; init; } = 0.22;

    /// <summary>The longest session, in fetches. Default 20.</summary>
    public int MaximumFetches { get; init; } = 20;

    /// <summary>Posts a fetch. Default 10.</summary>
    public int PostsPerFetch { get; init; } = 10;

    /// <summary>By how much each further ad in a fetch lowers the price of all. Default 0.08.</summary>
    public double PriceFall { get; init; } = 0.08;
}

/// <summary>Groups of users that differ in what they tolerate and in what they are worth.</summary>
public enum Cohort
{
    /// <summary>New: little activity, low tolerance.</summary>
    Newcomer,

    /// <summary>Now and then.</summary>
    Casual,

    /// <summary>Often.</summary>
    Engaged,

    /// <summary>Daily, tolerant and valuable.</summary>
    Power,
}
