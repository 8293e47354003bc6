using Offprint.Environments.Marketplace;
using Offprint.Numerics;

namespace Offprint.Tests.Environments.Marketplace;

/// <summary>The simulated marketplace against its formulas.</summary>
public sealed class AdLoadMarketplaceTests
{
    private static readonly LoggingRule s_logging = new();

    public static TheoryData<AdLoadRule> Rules => [s_logging, new StaticRule(0), new StaticRule(4), new PositionRule(),
        new ToleranceRule()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_a_law_that_never_leaves_the_support(AdLoadRule rule)
    {
        double[] law = new double[5];
        RandomStream random = new Seed(1).Stream();
        for (int i = 0; i < 200; i++)
        {
            float[] x = [(float)random.NextNormal(), (float)random.NextNormal(), 0, random.NextInt(10) / 10f + 0.1f, 0.5f];
            rule.Law(x, law);
            Assert.Equal(1, law.Sum(), 1e-12);
            Assert.All(law, p => Assert.InRange(p, rule is LoggingRule ? 0.02 : 0, 1));
        }
    }

    [Fact]
    public void Rules_follow_the_fetch_and_the_tolerance()
    {
        Assert.Equal(0, Mode(new PositionRule(), [0, 0, 0, 0.1f, 0]));
        Assert.Equal(3, Mode(new PositionRule(), [0, 0, 0, 0.2f, 0]));
        // s(0, 1) = 0.44: one ad; s(0, 10) = 0.22 (1 + e^−4.5) = 0.2224: three; a tolerant user bears four.
        Assert.Equal(0.44, AdLoadMarketplace.SensitivityOf(0, 1), 1e-12);
        Assert.Equal(1, Mode(new ToleranceRule(), [0, 0, 0, 0.1f, 0]));
        Assert.Equal(3, Mode(new ToleranceRule(), [0, 0, 0, 1f, 0]));
        Assert.Equal(4, Mode(new ToleranceRule(), [0, 2, 0, 1f, 0]));
        // 0.9 times a discrete normal law around 1.8, plus 0.02.
        double[] law = new double[5];
        s_logging.Law([0, 0, 0, 0.1f, 0], law);
        double[] bell = [.. Enumerable.Range(0, 5).Select(a => Math.Exp(-(a - 1.8) * (a - 1.8) / 1.62))];
        Assert.All(Enumerable.Range(0, 5), a => Assert.Equal(0.9 * bell[a] / bell.Sum() + 0.02, law[a], 1e-12));

        static int Mode(AdLoadRule rule, float[] context)
        {
            double[] p = new double[5];
            rule.Law(context, p);
            return Array.IndexOf(p, p.Max());
        }
    }

    [Fact]
    public void A_log_is_consistent_and_the_same_for_a_seed()
    {
        var market = new AdLoadMarketplace();
        AdLoadLog log = market.Log(s_logging, 3000, new Seed(2)), again = market.Log(s_logging, 3000, new Seed(2));
        Assert.Equal(log.Revenue, again.Revenue);
        Assert.Equal(log.Context.Values, again.Context.Values);
        Assert.Equal(log.Revenue[..100], market.Log(s_logging, 200, new Seed(2)).Revenue[..100]); // users do not depend on their number
        Assert.Equal(3000, log.Users);
        double[] laws = log.Laws(s_logging);
        for (int i = 0; i < log.Rows; i++)
        {
            Assert.Equal(laws[i * 5 + log.Actions[i]], log.Propensities[i]);
            bool last = i + 1 == log.Rows || log.User[i + 1] != log.User[i];
            Assert.Equal(last ? log.Fetch[i] : log.Fetch[i] + 1, last ? log.Fetch[i] : log.Fetch[i + 1]);
            Assert.True(last || !log.Exited[i]);
            Assert.InRange(log.Fetch[i], 1, 20);
            double rest = Enumerable.Range(i, log.Rows - i).TakeWhile(j => log.User[j] == log.User[i]).Sum(j => log.PostsViewed[j]);
            Assert.Equal(Math.Min(rest, 60) / 60, log.Satisfaction[i], 1e-12);
        }
        // Four cohorts at 35, 30, 25 and 10 %, five standard errors.
        double[] shares = [0.35, 0.30, 0.25, 0.10];
        Assert.All(Enumerable.Range(0, 4), c => Assert.InRange(log.Cohorts.Count(x => (int)x == c) / 3000.0,
            shares[c] - 5 * Math.Sqrt(shares[c] / 3000), shares[c] + 5 * Math.Sqrt(shares[c] / 3000)));
    }

    [Fact]
    public void Without_sensitivity_actions_change_nothing_but_revenue_and_no_ads_earn_nothing()
    {
        var harmless = new AdLoadMarketplace(new() { Sensitivity = 0 });
        AdLoadLog log = harmless.Log(s_logging, 400, new Seed(3));
        AdLoadBranches branches = harmless.Branch(log, s_logging, 200, new Seed(4));
        for (int a = 0; a < 5; a++)
            Assert.Equal(Mean(branches.Exit, 0), Mean(branches.Exit, a), 0.01);
        Assert.Equal(0, Mean(branches.Revenue, 0));
        AdLoadArm none = new AdLoadMarketplace().Run(new StaticRule(0), 2000, new Seed(5));
        Assert.Equal(0, none.Revenue.Sum());
        Assert.Equal(0, none.Ads.Sum());
        Assert.All(none.Fetches, f => Assert.InRange(f, 1, 20));

        double Mean(double[] column, int action) => Enumerable.Range(0, log.Rows).Average(i => column[i * 5 + action]);
    }

    /// <summary>
    /// The logged action's branch is what was logged, on average: both means of 60,000 rows agree within five standard errors (false alarm
    /// 10⁻⁶), and deploying the logging policy gives its log's users.
    /// </summary>
    [Fact]
    public void Branches_and_arms_agree_with_the_log()
    {
        var market = new AdLoadMarketplace();
        AdLoadLog log = market.Log(s_logging, 15_000, new Seed(6));
        AdLoadBranches branches = market.Branch(log, s_logging, 1, new Seed(7));
        Near([.. Enumerable.Range(0, log.Rows).Select(i => branches.Revenue[i * 5 + log.Actions[i]] - log.Revenue[i])]);
        Near([.. Enumerable.Range(0, log.Rows).Select(i => branches.Exit[i * 5 + log.Actions[i]] - (log.Exited[i] ? 1 : 0))]);
        // Satisfactions of a session's rows depend on each other: one row a user.
        Near([.. Enumerable.Range(0, log.Rows).Where(i => log.Fetch[i] == 1)
            .Select(i => branches.Satisfaction[i * 5 + log.Actions[i]] - log.Satisfaction[i])]);
        AdLoadArm arm = market.Run(s_logging, 15_000, new Seed(6));
        Assert.Equal(log.SessionPosts, arm.Posts);
        Assert.Equal(log.Returned.Select(r => r ? 1.0 : 0), arm.Returned);

        static void Near(double[] differences)
        {
            double mean = differences.Average(), spread = Math.Sqrt(differences.Average(d => d * d) / differences.Length);
            Assert.True(Math.Abs(mean) < 5 * spread, $"{mean} ± {spread}");
        }
    }
}
