using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>One learner on the promotion instance: products of a live show whose audience tires of repetition.</summary>
/// <param name="Learner">Who plays.</param>
/// <param name="Products">N.</param>
/// <param name="Slots">K, promotions a show.</param>
/// <param name="Saturation">D, in shows.</param>
/// <param name="NoiseDeviation">σ of a promotion's revenue.</param>
/// <param name="Shows">T.</param>
public sealed record PromotionSettings(
    Learner Learner, int Products, int Slots, int Saturation, double NoiseDeviation, long Shows) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Learner);
}

/// <summary>Revenue along the run.</summary>
/// <param name="Shows">Checkpoints.</param>
/// <param name="Mean">Revenue a show since the checkpoint before, the mean over seeds.</param>
/// <param name="Low">The 95 % t interval's lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Totals">Revenue over all shows, one entry a seed.</param>
/// <param name="Products">What the first seed knows of each product in the end; empty for those who do not learn curves.</param>
public sealed record PromotionResult(
    IReadOnlyList<long> Shows, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High,
    IReadOnlyList<double> Totals,
    IReadOnlyList<ProductKnowledge> Products);

/// <summary>What was learned of one product.</summary>
/// <param name="Pulls">Promotions by idle time, 1 … D.</param>
/// <param name="Fitted">The isotonic fit of its revenue by idle time.</param>
public sealed record ProductKnowledge(IReadOnlyList<long> Pulls, IReadOnlyList<double> Fitted);

/// <summary>Part G: the paper's motivating case, promotions in live shows, on a synthetic instance of realistic size.</summary>
public sealed class Promotion : Experiment<PromotionSettings, PromotionResult>
{
    /// <inheritdoc/>
    public override string Name => "promotion";

    /// <inheritdoc/>
    public override string Title => "Promotions in live shows: revenue and learned recovery";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PromotionSettings>> Cells(Profile profile)
    {
        int[] seeds = [.. Enumerable.Range(1, profile switch { Profile.Smoke => 3, Profile.Standard => 20, _ => 200 })];
        long shows = profile == Profile.Smoke ? 4000 : 64_000;
        Learner[] learners =
            [Learner.PeriodicUcb, Learner.EpsilonGreedy, Learner.ExploreThenCommit, Learner.StationaryUcb, Learner.KnownPeriodic,
                Learner.KnownGreedy];
        return [.. learners.Select(l => Cell.Of(new PromotionSettings(l, 60, 8, 40, 0.1, shows), seeds))];
    }

    /// <summary>
    /// Products with log-normal values, the largest 1; a promotion too soon after the last one keeps up to a fifth of its value, and the
    /// rest
    /// comes back within a few shows around a product's own time of 4 to 25 shows.
    /// </summary>
    /// <param name="products">N.</param>
    /// <param name="saturation">D.</param>
    /// <returns>The instance, always the same.</returns>
    public static RecoveryTable Instance(int products, int saturation)
    {
        var random = new Seed(2021).Derive("promotion").Stream();
        double[] values = [.. Enumerable.Range(0, products).Select(_ => Math.Exp(0.6 * random.NextNormal()))];
        double largest = values.Max();
        return new RecoveryTable([.. values.Select(value =>
        {
            double kept = random.NextUniform(0, 0.2), width = random.NextUniform(0.3, 1.5);
            int time = 4 + random.NextInt(22);
            return RecoveryCurves.Logistic(1, time, width, saturation).Select(r => value / largest * (kept + (1 - kept) * r)).ToArray();
        })]);
    }

    /// <inheritdoc/>
    public override PromotionResult Run(Cell<PromotionSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var table = Instance(settings.Products, settings.Saturation);
        long[] shows = Learners.Checkpoints(settings.Shows, 64);
        var revenue = shows.Select(_ => new List<double>()).ToArray();
        List<double> totals = [];
        IReadOnlyList<ProductKnowledge> products = [];
        foreach (var seed in context.Seeds)
        {
            context.Report(totals.Count, context.Seeds.Count);
            var bandit = new RecoveringBandit(table, new(settings.Slots) { NoiseDeviation = settings.NoiseDeviation },
                seed.Derive("noise"));
            var agent = settings.Learner.Create(table, settings.Slots, settings.NoiseDeviation, settings.Shows,
                seed.Derive("exploration"));
            double[] rewards = BanditRun.Play(agent, bandit, shows, context.Cancellation);
            for (int c = 0; c < shows.Length; c++)
                revenue[c].Add((rewards[c] - (c > 0 ? rewards[c - 1] : 0)) / (shows[c] - (c > 0 ? shows[c - 1] : 0)));
            if (totals.Count == 0 && agent is PeriodicUcb learner)
                products = Knowledge(learner.Statistics, settings);
            totals.Add(Math.Round(rewards[^1], 2));
        }
        var means = revenue.Select(values => MeanInterval.StudentT([.. values])).ToList();
        return new PromotionResult(shows, [.. means.Select(m => Math.Round(m.Value, 5))],
            [.. means.Select(m => Math.Round(m.Interval.Low, 5))],
            [.. means.Select(m => Math.Round(m.Interval.High, 5))], totals, products);
    }

    private static ProductKnowledge[] Knowledge(RecoveryStatistics statistics, PromotionSettings settings)
    {
        var fitted = statistics.Fit();
        return [.. Enumerable.Range(0, settings.Products).Select(i => new ProductKnowledge(
            [.. Enumerable.Range(1, settings.Saturation).Select(d => statistics.Count(i, d))],
            [.. fitted[i].ToArray().Select(r => Math.Round(r, 4))]))];
    }
}
