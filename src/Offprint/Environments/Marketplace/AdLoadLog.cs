using Offprint.Numerics;

namespace Offprint.Environments.Marketplace;

/// <summary>Logged fetches: a row a fetch, a session a user.</summary>
public sealed class AdLoadLog
{
    internal AdLoadLog(AdLoadUser[] latent, SessionState[] before) => (Latent, Before) = (latent, before);

    /// <summary>The number of users.</summary>
    public int Users => SessionPosts.Length;

    /// <summary>Whether what the simulator knows came along, so that fetches can be branched; a log from a file has only what was
    /// seen.</summary>
    public bool HasTruth => Latent.Length > 0;

    /// <summary>N, the number of fetches.</summary>
    public int Rows => User.Length;

    /// <summary>The user of each row, from 0, ascending.</summary>
    public required int[] User { get; init; }

    /// <summary>The fetch's number in its session, from 1.</summary>
    public required int[] Fetch { get; init; }

    /// <summary>Ads seen in the session before the fetch.</summary>
    public required double[] AdsSeen { get; init; }

    /// <summary>x, [N, 5].</summary>
    public required SampleMatrix Context { get; init; }

    /// <summary>Ads inserted.</summary>
    public required int[] Actions { get; init; }

    /// <summary>π_0(a|x).</summary>
    public required double[] Propensities { get; init; }

    /// <summary>Posts viewed in the fetch.</summary>
    public required double[] PostsViewed { get; init; }

    /// <summary>Revenue of the fetch.</summary>
    public required double[] Revenue { get; init; }

    /// <summary>Whether the user left after the fetch.</summary>
    public required bool[] Exited { get; init; }

    /// <summary>min(posts from the fetch to the session's end, 60)/60: exit and depth in one number that credits only what
    /// follows.</summary>
    public required double[] Satisfaction { get; init; }

    /// <summary>Each user's cohort, which no policy sees; empty without <see cref="HasTruth"/>.</summary>
    public required Cohort[] Cohorts { get; init; }

    /// <summary>Posts of each user's session.</summary>
    public required double[] SessionPosts { get; init; }

    /// <summary>Whether each user came back the next day.</summary>
    public required bool[] Returned { get; init; }

    internal AdLoadUser[] Latent { get; }

    /// <summary>The session before each row.</summary>
    internal SessionState[] Before { get; }

    /// <summary>The laws of a policy on the log's contexts.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>π(a|x_i), [N·A], row by row.</returns>
    public double[] Laws(IContextPolicy policy)
    {
        double[] laws = new double[Rows * AdLoadMarketplace.Actions];
        for (int i = 0; i < Rows; i++)
            policy.Law(Context.Row(i), laws.AsSpan(i * AdLoadMarketplace.Actions, AdLoadMarketplace.Actions));
        return laws;
    }
}

/// <summary>Collects a log row by row.</summary>
internal sealed class AdLoadLogBuilder(int users)
{
    private readonly List<AdLoadUser> _latent = new(users);
    private readonly List<int> _user = [], _actions = [];
    private readonly List<SessionState> _before = [];
    private readonly List<float> _context = [];
    private readonly List<double> _propensities = [], _posts = [], _revenue = [], _satisfaction = [], _sessionPosts = [];
    private readonly List<bool> _exited = [], _returned = [];

    public void Begin(AdLoadUser user) => _latent.Add(user);

    public void Add(ReadOnlySpan<float> context, int action, double propensity, in SessionState before, in SessionState after)
    {
        _user.Add(_latent.Count - 1);
        _actions.Add(action);
        _propensities.Add(propensity);
        _context.AddRange(context);
        _before.Add(before);
        _posts.Add(after.Posts - before.Posts);
        _revenue.Add(after.Revenue - before.Revenue);
        _exited.Add(!after.Stays);
    }

    public void End(in SessionState end, bool returned)
    {
        for (int row = _satisfaction.Count; row < _user.Count; row++)
            _satisfaction.Add(AdLoadMarketplace.Satisfaction(end.Posts - _before[row].Posts));
        _sessionPosts.Add(end.Posts);
        _returned.Add(returned);
    }

    public AdLoadLog Build() => new([.. _latent], [.. _before])
    {
        User = [.. _user], Fetch = [.. _before.Select(s => s.Fetch)],
        AdsSeen = [.. _before.Select(s => s.AdsSeen)], Actions = [.. _actions], Propensities = [.. _propensities],
        Context = new(_user.Count, AdLoadMarketplace.ContextSize, [.. _context]), PostsViewed = [.. _posts], Revenue = [.. _revenue],
        Exited = [.. _exited], Satisfaction = [.. _satisfaction], Cohorts = [.. _latent.Select(u => u.Cohort)],
        SessionPosts = [.. _sessionPosts], Returned = [.. _returned],
    };
}
