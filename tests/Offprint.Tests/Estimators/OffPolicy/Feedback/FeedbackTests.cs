using Offprint.Datasets.Bandits;
using Offprint.Estimators.OffPolicy.Feedback;
using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy.Feedback;

/// <summary>Models of one-step feedback: rewards, propensities, embeddings.</summary>
public sealed class FeedbackTests
{
    /// <summary>Two contexts, three actions, Bernoulli rewards: all twelve outcomes with their probabilities.</summary>
    [Fact]
    public void Means_and_variances_of_an_enumerated_bandit()
    {
        double[] contexts = [0.3, 0.7];
        double[,] behavior = { { 0.5, 0.3, 0.2 }, { 0.1, 0.6, 0.3 } }, target = { { 0.1, 0.2, 0.7 }, { 0.4, 0.4, 0.2 } };
        double[,] q = { { 0.2, 0.5, 0.9 }, { 0.6, 0.1, 0.4 } }, guess = { { 0.3, 0.3, 0.7 }, { 0.5, 0.2, 0.2 } };
        var outcomes = (from x in new[] { 0, 1 } from a in new[] { 0, 1, 2 } from r in new[] { 0, 1 }
            select (x, a, r, p: contexts[x] * behavior[x, a] * (r == 1 ? q[x, a] : 1 - q[x, a]))).ToArray();
        double[] values = [.. contexts.Select((_, x) => Enumerable.Range(0, 3).Sum(a => target[x, a] * q[x, a]))];
        double truth = contexts[0] * values[0] + contexts[1] * values[1];
        var log = LoggedSteps.OneStep([.. outcomes.Select(o => (double)o.r)], [.. outcomes.Select(o => behavior[o.x, o.a])]);
        var policy = new TargetPolicy("t", [.. outcomes.Select(o => target[o.x, o.a])])
        {
            Values = [.. outcomes.Select(o => Enumerable.Range(0, 3).Sum(a => target[o.x, a] * guess[o.x, a]))],
            ActionValues = [.. outcomes.Select(o => guess[o.x, o.a])],
        };
        Assert.Equal(1, outcomes.Sum(o => o.p), 1e-12);

        double Weight((int x, int a, int r, double p) o) => target[o.x, o.a] / behavior[o.x, o.a];
        // Var(w r) = E[w²(c + q²)] − V², c the rewards' variance.
        double ips = outcomes.Where(o => o.r == 1).Sum(o => contexts[o.x] * behavior[o.x, o.a] * Math.Pow(Weight(o), 2)
            * (q[o.x, o.a] * (1 - q[o.x, o.a]) + q[o.x, o.a] * q[o.x, o.a])) - truth * truth;
        Assert.Equal((truth, ips), Moments(new InversePropensity()), Close);
        // Var(DR) = Var(V(x)) + E Var_a(w(q − q̂)) + E[w² c].
        double between = contexts[0] * Math.Pow(values[0] - truth, 2) + contexts[1] * Math.Pow(values[1] - truth, 2), within = 0;
        for (int x = 0; x < 2; x++)
        {
            double mean = 0, square = 0;
            for (int a = 0; a < 3; a++)
            {
                double w = target[x, a] / behavior[x, a], gap = w * (q[x, a] - guess[x, a]);
                mean += behavior[x, a] * gap;
                square += behavior[x, a] * gap * gap;
                within += contexts[x] * behavior[x, a] * w * w * q[x, a] * (1 - q[x, a]);
            }
            within += contexts[x] * (square - mean * mean);
        }
        Assert.Equal((truth, between + within), Moments(new DoublyRobust()), Close);

        (double, double) Moments(OffPolicyEstimator estimator)
        {
            double[] parts = estimator.Evaluate(log, policy).Values(0).ToArray();
            double mean = outcomes.Select((o, i) => o.p * parts[i]).Sum();
            return (mean, outcomes.Select((o, i) => o.p * parts[i] * parts[i]).Sum() - mean * mean);
        }

        static bool Close((double, double) a, (double, double) b) =>
            Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12;
    }

    [Fact]
    public void Ridge_finds_quadratics_and_cross_fitting_never_sees_its_own_rows()
    {
        BanditFeedback log = Draw(4000, noise: 0);
        double[] q = CrossFit.Rewards(log, 3, new RidgeRewards { Penalty = 1e-8 }, folds: 4, new Seed(2));
        for (int i = 0; i < log.Count; i++)
        {
            for (int a = 0; a < 3; a++)
                Assert.Equal(Mean(log.Features!.Row(i), a), q[i * 3 + a], 1e-5);
        }
        // A row's own reward does not reach its prediction, nor that of its cluster.
        BanditFeedback noisy = Draw(300, noise: 1);
        double[] rewards = [.. noisy.Rewards];
        rewards[7] += 1000;
        var changed = new BanditFeedback(noisy.Features!, noisy.Actions, rewards, noisy.Propensities) { Clusters = noisy.Clusters };
        double[] before = CrossFit.Rewards(noisy, 3, new RidgeRewards()), after = CrossFit.Rewards(changed, 3, new RidgeRewards());
        int[] fold = CrossFit.Folds(300, noisy.Clusters, 2, default);
        for (int i = 0; i < 300; i++)
            Assert.Equal(fold[i] == fold[7], before.AsSpan(i * 3, 3).SequenceEqual(after.AsSpan(i * 3, 3)));
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(fold[i / 3 * 3], fold[i]));
        Assert.Throws<ArgumentException>(() => CrossFit.Folds(3, [1, 1, 1], 2, default));
    }

    /// <summary>The more robust model fits worse on the log and gives the doubly robust estimator less variance.</summary>
    [Fact]
    public void More_robust_weights_count_rows_by_target_over_squared_propensity()
    {
        var points = new SampleMatrix(4, 1, [0, 0, 0, 0]);
        var log = new BanditFeedback(points, [0, 0, 0, 0], [1, 2, 3, 4], [0.1, 0.2, 0.5, 0.4]);
        double[] target = [0.3, 0.2, 0.1, 0.6], q = new double[1];
        new RidgeRewards { Degree = 0, Weighting = RewardWeighting.MoreRobust }.Fit(log, 1, [0, 1, 2, 3], target).Predict([0f], q);
        double[] weights = [30, 5, 0.4, 3.75];
        Assert.Equal(weights.Zip(log.Rewards, (w, r) => w * r).Sum() / weights.Sum(), q[0], 1e-12);
        Assert.Throws<ArgumentException>(() => new RidgeRewards { Weighting = RewardWeighting.MoreRobust }.Fit(log, 1, [0]));
    }

    /// <summary>20,000 rows of a logistic law: fitted propensities within 0.02 of the true ones, some six standard errors.</summary>
    [Fact]
    public void Propensities_are_found_and_make_the_log_usable()
    {
        BanditFeedback log = Draw(20_000, noise: 0);
        FittedPropensities fitted = new PropensityModel().Fit(log, 3);
        double[] p = fitted.Of(log);
        Assert.True(p.Zip(log.Propensities, (a, b) => Math.Abs(a - b)).Average() < 0.02);
        double[] law = new double[3];
        fitted.Law(log.Features!.Row(0), law);
        Assert.Equal(1, law.Sum(), 1e-12);
        // Likelihood equations without penalty: fitted frequencies are the observed ones.
        double[] share = new double[3];
        double[] unpenalized = new PropensityModel { Degree = 0 }.Fit(log, 3).Of(log);
        for (int i = 0; i < log.Count; i++)
            share[log.Actions[i]] += 1.0 / log.Count;
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(share[log.Actions[i]], unpenalized[i], 1e-6));
        var e = Assert.Throws<ArgumentException>(() => new PropensityModel().Fit(log, 4));
        Assert.Contains("Action 3 never occurs", e.Message);
        Assert.Throws<LogException>(() => new BanditFeedback(log.Features!, log.Actions, log.Rewards).ToLog());
    }

    [Fact]
    public void Embeddings_marginalize_actions_of_one_category()
    {
        var log = new BanditFeedback(new SampleMatrix(2, 1, [0, 1]), [0, 2], [1, 5], [0.2, 0.5]);
        double[] behavior = [0.2, 0.3, 0.5, 0.1, 0.4, 0.5], target = [0.6, 0.2, 0.2, 0.3, 0.3, 0.4];
        Assert.Equal([0.8 / 0.5, 0.4 / 0.5], log.EmbeddingWeights([4, 4, 9], behavior, target), (a, b) => Math.Abs(a - b) < 1e-12);
        // With a category for each action it is inverse propensity scoring.
        TargetPolicy policy = log.Target("t", target, 3);
        double[] own = log.EmbeddingWeights([0, 1, 2], behavior, target);
        Assert.Equal(new InversePropensity().Evaluate(log.ToLog(), policy).Value,
            new MarginalImportanceSampling().Evaluate(log.ToLog(), policy with { StateActionRatio = own }).Value, 1e-12);
    }

    [Fact]
    public void A_target_is_read_off_laws_and_predictions()
    {
        var log = new BanditFeedback(new SampleMatrix(2, 1, [0, 1]), [1, 0], [1, 5], [0.2, 0.5]);
        TargetPolicy policy = log.Target("t", [0.25, 0.75, 0.5, 0.5], 2, [1, 2, 3, 5]);
        Assert.Equal([0.75, 0.5], policy.Probabilities);
        Assert.Equal([1.75, 4], policy.Values!);
        Assert.Equal([2, 3], policy.ActionValues!);
        var e = Assert.Throws<ArgumentException>(() => log.Target("bad", [0.25, 0.75, 0.5, 0.6], 2));
        Assert.Contains("row 1 sum to 1.1", e.Message);
        Assert.Equal([5], log.Select([1]).Rewards);
        Assert.Throws<ArgumentException>(() => log.Counts(2, 2));
    }

    private static double Mean(ReadOnlySpan<float> x, int a) => a - x[0] + a * x[0] * x[1] + 0.5 * x[1] * x[1];

    private static BanditFeedback Draw(int count, double noise)
    {
        RandomStream random = new Seed(6).Stream();
        float[] x = new float[2 * count];
        random.FillNormal(x);
        int[] actions = new int[count];
        double[] rewards = new double[count], propensities = new double[count], law = new double[3];
        for (int i = 0; i < count; i++)
        {
            double[] scores = [Math.Exp(x[2 * i]), Math.Exp(-0.5 * x[2 * i + 1]), 1];
            for (int a = 0; a < 3; a++)
                law[a] = scores[a] / scores.Sum();
            actions[i] = random.NextCategorical(law);
            propensities[i] = law[actions[i]];
            rewards[i] = Mean(x.AsSpan(2 * i, 2), actions[i]) + noise * random.NextNormal();
        }
        return new(new SampleMatrix(count, 2, x), actions, rewards, propensities)
        { Clusters = [.. Enumerable.Range(0, count).Select(i => i / 3)] };
    }
}
