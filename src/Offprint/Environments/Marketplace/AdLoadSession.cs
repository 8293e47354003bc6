namespace Offprint.Environments.Marketplace;

/// <summary>A user: what is true, and what is observed of it.</summary>
internal readonly record struct AdLoadUser(
    Cohort Cohort, double Activity, double Tolerance, double Value, float SeenActivity, float SeenTolerance, float SeenLogValue)
{
    /// <summary>The context of the next fetch.</summary>
    public void Observe(in SessionState state, Span<float> context) =>
        AdLoadMarketplace.FillContext(context, SeenActivity, SeenTolerance, SeenLogValue, state.Fetch, state.AdsSeen);
}

/// <summary>A session so far; <c>Fetch</c> is the next one's number.</summary>
internal readonly record struct SessionState(int Fetch, double AdsSeen, double Posts, double Strain, double Revenue, bool Stays)
{
    public SessionState()
        : this(1, 0, 0, 0, 0, true)
    {
    }
}

/// <summary>What followed a fetch.</summary>
internal readonly record struct Outcome(double Satisfaction, double Revenue, double Exit, double Posts, double Return)
{
    public static Outcome operator +(Outcome a, Outcome b) =>
        new(a.Satisfaction + b.Satisfaction, a.Revenue + b.Revenue, a.Exit + b.Exit, a.Posts + b.Posts, a.Return + b.Return);
}

/// <summary>An arm of an experiment: one value a user.</summary>
public sealed class AdLoadArm
{
    internal AdLoadArm(int users) => (Returned, Posts, Exits, Fetches, Ads, Revenue) =
        (new double[users], new double[users], new double[users], new double[users], new double[users], new double[users]);

    /// <summary>Whether the user came back the next day, 0 or 1.</summary>
    public double[] Returned { get; }

    /// <summary>Posts viewed.</summary>
    public double[] Posts { get; }

    /// <summary>Whether the user left before the longest session ended, 0 or 1.</summary>
    public double[] Exits { get; }

    /// <summary>Fetches.</summary>
    public double[] Fetches { get; }

    /// <summary>Ads inserted.</summary>
    public double[] Ads { get; }

    /// <summary>Revenue.</summary>
    public double[] Revenue { get; }
}
