using Offprint.Agents.Bandits;
using Offprint.Datasets.Bandits;
using Offprint.Environments.Marketplace;
using Offprint.Estimators.OffPolicy.Feedback;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.OffPolicy.AdLoadBalancingStudy;

/// <summary>One log from its collection to the experiments.</summary>
internal sealed class LearningRun
{
    private const int Actions = AdLoadMarketplace.Actions;

    private readonly LearningSettings _settings;
    private readonly RunContext _context;
    private readonly Seed _seed;
    private readonly AdLoadMarketplace _market = new();
    private readonly AdLoadLog _log;
    private readonly int[] _train, _choose, _test;
    private readonly Standardizers _scales;
    private readonly double[][] _rewards, _predictions; // satisfaction, revenue, return: [K][N] and [K][N·A]

    public LearningRun(LearningSettings settings, RunContext context)
    {
        (_settings, _context, _seed) = (settings, context, context.Seeds[0]);
        _log = _market.Log(new LoggingRule(), settings.Sessions, _seed.Derive("log"));
        int[] fold = CrossFit.Folds(_log.Rows, _log.User, 5, _seed.Derive("split"));
        (_train, _choose, _test) = (Rows(f => f < 3), Rows(f => f == 3), Rows(f => f == 4));
        _scales = Standardizers.Of(_log, _train);
        double[] returned = [.. _log.User.Select(u => _log.Returned[u] ? 1.0 : 0.0)];
        _rewards = [_scales.Satisfaction(_log.Satisfaction), _scales.Revenue(_log.Revenue), returned];
        _predictions = [.. _rewards.Select(Predict)];
        context.Mark<double>("predictions", _predictions[0]);

        int[] Rows(Predicate<int> belongs) => [.. Enumerable.Range(0, _log.Rows).Where(i => belongs(fold[i]))];
    }

    public LearningResult Run()
    {
        AdLoadBranches branches = Branches();
        var offline = new OfflineJudge(_log, _rewards, _predictions, _choose, _test, _settings.EvaluationWeight, Truth(branches),
            _seed.Derive("bootstrap"));
        List<(int Learner, double Weight, IContextPolicy Policy)> all = [.. DeploymentStudy.Rules.Select(r =>
            (-1, 0.0, (IContextPolicy)r))];
        for (int l = 0; l < _settings.Learners.Count; l++)
        {
            IReadOnlyList<SoftmaxPolicy> learned = Learn(_settings.Learners[l], l);
            all.AddRange(learned.Select((p, i) => (l, _settings.Learners[l].Weights[i], (IContextPolicy)p)));
        }
        List<PolicyNumbers> numbers = [];
        foreach ((int learner, double weight, IContextPolicy policy) in all)
        {
            Report(0.6 + 0.25 * numbers.Count / all.Count, "policies off-line and deployed");
            string name = learner < 0 ? policy.Label : $"{_settings.Learners[learner].Label}, ω = {weight}";
            DeploymentResult deployed = DeploymentResult.Of(_market.Run(policy, _settings.FrontUsers, _seed.Derive("front")));
            numbers.Add(offline.Judge(learner, name, weight, _log.Laws(policy), deployed));
        }
        return Test(all, numbers);
    }

    private LearningResult Test(List<(int Learner, double Weight, IContextPolicy Policy)> all, List<PolicyNumbers> numbers)
    {
        List<ExperimentOutcome> outcomes = [];
        AdLoadArm control = _market.Run(DeploymentStudy.Baseline, _settings.TestUsers, _seed.Derive("control"));
        AdLoadArm small = _market.Run(DeploymentStudy.Baseline, _settings.FixedUsers, _seed.Derive("small control"));
        int[] tested = [.. Enumerable.Range(0, _settings.Learners.Count).Where(l => IsTested(_settings.Learners[l]))];
        int shown = -1;
        foreach (int l in tested)
        {
            Report(0.85 + 0.15 * outcomes.Count / (2 * tested.Length), "experiments");
            int chosen = Choose(numbers, l);
            outcomes.Add(Experiment(l, all[chosen], chosen: true, _settings.TestUsers, control));
            int fixedPlace = numbers.FindIndex(n => n.Learner == l && n.Weight == _settings.EvaluationWeight);
            outcomes.Add(Experiment(l, all[fixedPlace], chosen: false, _settings.FixedUsers, small));
            if (_settings.Learners[l].Options.Objective == PolicyObjective.DoublyRobust)
                shown = chosen;
        }
        double[] laws = _log.Laws(all[shown].Policy);
        return new(_log.Rows, numbers, outcomes,
            [Map("logging", _log.Laws(new LoggingRule())), Map(numbers[shown].Name, laws)],
            [Histogram("propensity", [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4], i => _log.Propensities[i]),
                Histogram("weight", [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
                    i => laws[i * Actions + _log.Actions[i]] / _log.Propensities[i])]);
    }

    /// <summary>Networks in the standard profile, linear policies where there are no others.</summary>
    private bool IsTested(Learner learner) => learner.Features == FeatureSet.All && double.IsFinite(learner.Options.Clip)
        && learner.Options.Objective != PolicyObjective.Direct
        && (learner.Options.Hidden > 0 || _settings.Learners.All(l => l.Options.Hidden == 0));

    /// <summary>
    /// The guardrail: of the policies whose estimated return is no worse than static 2's by the lower end of its 95 % interval, the one of
    /// greatest estimated revenue; where none passes, the one whose lower end is best.
    /// </summary>
    private static int Choose(List<PolicyNumbers> numbers, int learner)
    {
        int[] places = [.. Enumerable.Range(0, numbers.Count).Where(i => numbers[i].Learner == learner)];
        int[] choices = [.. places.Where(i => LearningStudy.Choices.Contains(numbers[i].Weight))];
        int[] safe = [.. choices.Where(i => numbers[i].ReturnGain.Low >= 0)];
        return safe.Length > 0 ? safe.MaxBy(i => numbers[i].RevenueGain.Value) : choices.MaxBy(i => numbers[i].ReturnGain.Low);
    }

    private ExperimentOutcome Experiment(
        int learner, (int Learner, double Weight, IContextPolicy Policy) tested, bool chosen, int users, AdLoadArm control)
    {
        AdLoadArm arm = _market.Run(tested.Policy, users, _seed.Derive($"treatment {learner} {chosen}"));
        IReadOnlyList<Lift> lifts = LiftTest.Holm(
        [
            LiftTest.Means("next-day return", control.Returned, arm.Returned), LiftTest.Means("posts", control.Posts, arm.Posts),
            LiftTest.Ratios("exits a fetch", (control.Exits, control.Fetches), (arm.Exits, arm.Fetches)),
            LiftTest.Ratios("ads a fetch", (control.Ads, control.Fetches), (arm.Ads, arm.Fetches)),
            LiftTest.Means("revenue", control.Revenue, arm.Revenue),
        ]);
        return new(learner, tested.Weight, chosen, users, [.. lifts.Select(MetricLift.Of)]);
    }

    private IReadOnlyList<SoftmaxPolicy> Learn(Learner learner, int place)
    {
        var rows = new LearningRows(_log.Actions, _log.Propensities, _rewards, _predictions, Actions);
        double[][] mixtures = [.. learner.Weights.Select(w => (double[])[w, 1 - w, 0])];
        double begin = 0.1 + 0.5 * place / _settings.Learners.Count, size = 0.5 / _settings.Learners.Count;
        var policies = OffPolicyLearner.Fit(learner.Options, _log.Context, learner.Columns, rows, mixtures, _train, _choose,
            _seed.Derive("learner"), epoch => Report(begin + size * epoch / learner.Options.Epochs, learner.Label));
        _context.Mark<double>(learner.Label, _log.Laws(policies[0]));
        return policies;
    }

    /// <summary>Learning rows are predicted by fits on the other half of the learning users, all others by a fit on all of them.</summary>
    private double[] Predict(double[] rewards)
    {
        var feedback = new BanditFeedback(_log.Context, _log.Actions, rewards, _log.Propensities) { Clusters = _log.User };
        double[] predictions = new double[_log.Rows * Actions];
        int[] half = CrossFit.Folds(_train.Length, [.. _train.Select(i => _log.User[i])], 2, _seed.Derive("folds"));
        for (int k = 0; k < 2; k++)
            Fill([.. _train.Where((_, i) => half[i] != k)], [.. _train.Where((_, i) => half[i] == k)]);
        Fill(_train, [.. _choose, .. _test]);
        return predictions;

        void Fill(int[] from, int[] to)
        {
            IRewardFit fit = new RidgeRewards().Fit(feedback, Actions, from);
            foreach (int i in to)
                fit.Predict(_log.Context.Row(i), predictions.AsSpan(i * Actions, Actions));
        }
    }

    private AdLoadBranches Branches()
    {
        HashSet<int> judged = [.. _test];
        return _market.Branch(_log, new LoggingRule(), 4, _seed.Derive("branches"), (row, _) => judged.Contains(row),
            share => Report(0.1 * share, "branches"));
    }

    private double[] Truth(AdLoadBranches branches) => _scales.Mixed(_settings.EvaluationWeight, branches.Satisfaction, branches.Revenue);

    private AdLoadMap Map(string name, double[] laws)
    {
        double[][] ads = [.. Enumerable.Range(0, 4).Select(_ => new double[10])],
            counts = [.. Enumerable.Range(0, 4).Select(_ => new double[10])];
        foreach (int i in _test.Where(i => _log.Fetch[i] <= 10))
        {
            (int cohort, int fetch) = ((int)_log.Cohorts[_log.User[i]], _log.Fetch[i] - 1);
            for (int a = 0; a < Actions; a++)
                ads[cohort][fetch] += a * laws[i * Actions + a];
            counts[cohort][fetch]++;
        }
        return new(name, [.. ads.Zip(counts, (a, c) => (IReadOnlyList<double>)[.. a.Zip(c, (x, n) =>
            n == 0 ? double.NaN : Measured.Digits(x / n))])]);
    }

    private Histogram Histogram(string name, double[] edges, Func<int, double> value)
    {
        double[] shares = new double[edges.Length];
        foreach (int i in _test)
            shares[Array.FindLastIndex(edges, e => e <= value(i))] += 1.0 / _test.Length;
        return new(name, edges, [.. shares.Select(Measured.Digits)]);
    }

    private void Report(double share, string detail) => _context.Report(share, 1, detail);
}
