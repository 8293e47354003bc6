using Offprint.Numerics;

namespace Offprint.Environments.Marketplace;

/// <summary>
/// Sessions of users who fetch posts in batches into which a policy inserts 0 to 4 ads: more ads bring revenue now and drive users away,
/// newcomers and the first fetches most. Sensitivity to an ad is $s(\tau, f) = c\,e^{-\tau}(1 + e^{-(f-1)/2})$; a fetch with a ads is
/// continued with probability $\sigma(1.6 + 0.6\kappa - s a - 0.02 \cdot \text{ads seen before})$.
/// </summary>
/// <remarks>
/// A user has one session. Every user has a stream of random numbers of its own, so that results do not depend on how many users there are,
/// and two policies meet the same users.
/// </remarks>
/// <param name="options">The constants; the defaults if null.</param>
public sealed class AdLoadMarketplace(AdLoadOptions? options = null)
{
    /// <summary>0 to 4 ads.</summary>
    public const int Actions = 5;

    /// <summary>Observed activity, tolerance and log ad value; min(fetch, 10)/10; min(ads seen, 20)/20.</summary>
    public const int ContextSize = 5;

    internal const double FetchScale = 10, AdScale = 20;

    /// <summary>The session's length at which satisfaction is full, in posts.</summary>
    private const int FullDepth = 60;

    private static readonly double[] s_shares = [0.35, 0.30, 0.25, 0.10];
    private static readonly double[] s_activity = [-1.0, -0.2, 0.6, 1.4], s_tolerance = [-0.5, 0.0, 0.4, 0.9],
        s_value = [-0.3, 0.0, 0.1, 0.4];

    /// <summary>The constants.</summary>
    public AdLoadOptions Options { get; } = options ?? new();

    /// <summary>s(τ, f) of the default sensitivity: what a rule by observed tolerance may use.</summary>
    /// <param name="tolerance">τ.</param>
    /// <param name="fetch">f, from 1.</param>
    /// <returns>The loss of the continuation's log-odds an ad.</returns>
    public static double SensitivityOf(double tolerance, double fetch) => 0.22 * SensitivityShape(tolerance, fetch);

    /// <summary>Sessions under a policy, fetch by fetch.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="users">How many users.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The log.</returns>
    public AdLoadLog Log(IContextPolicy policy, int users, Seed seed)
    {
        var log = new AdLoadLogBuilder(users);
        float[] context = new float[ContextSize];
        double[] law = new double[Actions];
        for (int u = 0; u < users; u++)
        {
            RandomStream random = seed.Derive((ulong)u).Stream();
            AdLoadUser user = DrawUser(random);
            var state = new SessionState();
            log.Begin(user);
            for (bool goesOn = true; goesOn;)
            {
                user.Observe(state, context);
                policy.Law(context, law);
                int action = random.NextCategorical(law);
                SessionState before = state;
                goesOn = Fetch(user, action, random, ref state);
                log.Add(context, action, law[action], before, state);
            }
            log.End(state, random.NextDouble() < ReturnProbability(user, state));
        }
        return log.Build();
    }

    /// <summary>An arm of an experiment: the policy acts in every fetch, so that the states it meets shift with it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="users">How many fresh users.</param>
    /// <param name="seed">The seed; other arms get others.</param>
    /// <returns>Each user's session in sum.</returns>
    public AdLoadArm Run(IContextPolicy policy, int users, Seed seed)
    {
        var arm = new AdLoadArm(users);
        float[] context = new float[ContextSize];
        double[] law = new double[Actions];
        for (int u = 0; u < users; u++)
        {
            RandomStream random = seed.Derive((ulong)u).Stream();
            AdLoadUser user = DrawUser(random);
            var state = new SessionState();
            for (bool goesOn = true; goesOn;)
            {
                user.Observe(state, context);
                policy.Law(context, law);
                int action = random.NextCategorical(law);
                arm.Ads[u] += action;
                arm.Fetches[u]++;
                goesOn = Fetch(user, action, random, ref state);
            }
            arm.Exits[u] = state.Stays ? 0 : 1;
            (arm.Posts[u], arm.Revenue[u]) = (state.Posts, state.Revenue);
            arm.Returned[u] = random.NextDouble() < ReturnProbability(user, state) ? 1 : 0;
        }
        return arm;
    }

    /// <summary>
    /// What would have followed each action in each logged fetch, the session going on under a policy: the truth of every one-step
    /// policy on the log's states at once.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="continuation">Who goes on: the logging policy.</param>
    /// <param name="replicates">Sessions a fetch and action.</param>
    /// <param name="seed">The seed; actions of one fetch share random numbers.</param>
    /// <param name="wanted">Which rows and actions are asked for; all if null. The others stay zero.</param>
    /// <param name="progress">Called with the share that is done, now and then.</param>
    /// <returns>Means over replicates.</returns>
    /// <exception cref="ArgumentException">The log has no truth.</exception>
    public AdLoadBranches Branch(AdLoadLog log, IContextPolicy continuation, int replicates, Seed seed,
        Func<int, int, bool>? wanted = null, Action<double>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        if (!log.HasTruth)
            throw new ArgumentException("A log that was read from a file has no users to go on with: estimate from what it holds.",
                nameof(log));
        var branches = new AdLoadBranches(log.Rows);
        for (int row = 0; row < log.Rows; row++)
        {
            if (row % 4096 == 0)
                progress?.Invoke(row / (double)log.Rows);
            AdLoadUser user = log.Latent[log.User[row]];
            for (int a = 0; a < Actions; a++)
            {
                if (wanted?.Invoke(row, a) == false)
                    continue;
                Outcome sum = default;
                for (int r = 0; r < replicates; r++)
                    sum += Follow(user, log.Before[row], a, continuation, seed.Derive((ulong)row).Derive((ulong)r).Stream());
                branches.Set(row * Actions + a, sum, replicates);
            }
        }
        return branches;
    }

    /// <summary>min(posts from the fetch to the session's end, 60)/60.</summary>
    /// <summary>x of the next fetch.</summary>
    internal static void FillContext(Span<float> context, float activity, float tolerance, float logValue, int fetch, double adsSeen)
    {
        (context[0], context[1], context[2]) = (activity, tolerance, logValue);
        context[3] = (float)(Math.Min(fetch, FetchScale) / FetchScale);
        context[4] = (float)(Math.Min(adsSeen, AdScale) / AdScale);
    }

    internal static double Satisfaction(double posts) => Math.Min(posts, FullDepth) / FullDepth;

    private Outcome Follow(AdLoadUser user, SessionState state, int action, IContextPolicy continuation, RandomStream random)
    {
        Span<float> context = stackalloc float[ContextSize];
        Span<double> law = stackalloc double[Actions];
        (double posts, double revenue) = (state.Posts, state.Revenue);
        bool goesOn = Fetch(user, action, random, ref state);
        double exit = state.Stays ? 0 : 1;
        double earned = state.Revenue - revenue;
        while (goesOn)
        {
            user.Observe(state, context);
            continuation.Law(context, law);
            goesOn = Fetch(user, random.NextCategorical(law), random, ref state);
        }
        return new(Satisfaction(state.Posts - posts), earned, exit, state.Posts - posts, ReturnProbability(user, state));
    }

    private static AdLoadUser DrawUser(RandomStream random)
    {
        int cohort = random.NextCategorical(s_shares);
        double activity = s_activity[cohort] + 0.3 * random.NextNormal(), tolerance = s_tolerance[cohort] + 0.4 * random.NextNormal();
        double logValue = s_value[cohort] + 0.3 * random.NextNormal();
        return new((Cohort)cohort, activity, tolerance, Math.Exp(logValue), (float)(activity + 0.2 * random.NextNormal()),
            (float)(tolerance + 0.3 * random.NextNormal()), (float)(logValue + 0.2 * random.NextNormal()));
    }

    /// <summary>One fetch; whether the session goes on.</summary>
    private bool Fetch(in AdLoadUser user, int ads, RandomStream random, ref SessionState state)
    {
        double strain = Options.Sensitivity * SensitivityShape(user.Tolerance, state.Fetch) * ads;
        double view = Logistic(1 + 0.4 * user.Activity - 0.5 * strain);
        int posts = random.NextBinomial(Options.PostsPerFetch, view), seen = random.NextBinomial(ads, view);
        // Gamma of shape 2 and mean 1: half the sum of two exponentials.
        double price = -0.5 * (Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble()));
        double continues = Logistic(1.6 + 0.6 * user.Activity - strain - 0.02 * state.AdsSeen);
        bool stays = random.NextDouble() < continues;
        state = new(state.Fetch + 1, state.AdsSeen + seen, state.Posts + posts, state.Strain + strain,
            state.Revenue + user.Value * seen * (1 - Options.PriceFall * Math.Max(ads - 1, 0)) * price, stays);
        return stays && state.Fetch <= Options.MaximumFetches;
    }

    private static double ReturnProbability(in AdLoadUser user, in SessionState state) =>
        Logistic(-0.4 + 0.7 * user.Activity + 0.35 * Math.Log(1 + state.Posts / 10) - 0.15 * state.Strain);

    private static double SensitivityShape(double tolerance, double fetch) => Math.Exp(-tolerance) * (1 + Math.Exp(-(fetch - 1) / 2));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
