using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;
using Offprint.Statistics;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>One learner on random instances, one a seed, for several horizons.</summary>
/// <param name="Learner">Who plays.</param>
/// <param name="Arms">N.</param>
/// <param name="Pulls">K.</param>
/// <param name="Saturation">D.</param>
/// <param name="Longest">The longest recovery time τ.</param>
/// <param name="NoiseDeviation">σ.</param>
/// <param name="Horizons">T, rising.</param>
public sealed record RegretStudySettings(
    Learner Learner, int Arms, int Pulls, int Saturation, int Longest, double NoiseDeviation, IReadOnlyList<long> Horizons) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Learner, $"n{Arms}");
}

/// <summary>Regrets of one horizon, one entry a seed.</summary>
/// <param name="Horizon">T.</param>
/// <param name="AgainstPlan">T times the offline periodic plan's value, less the mean rewards of all pulls.</param>
/// <param name="AgainstBound">T times the upper bound, less the same.</param>
public sealed record HorizonRegret(long Horizon, IReadOnlyList<double> AgainstPlan, IReadOnlyList<double> AgainstBound);

/// <summary>The regret along the longest run.</summary>
/// <param name="Periods">Checkpoints.</param>
/// <param name="Mean">The mean regret against the plan over seeds.</param>
/// <param name="Low">The 95 % t interval's lower end.</param>
/// <param name="High">Its upper end.</param>
public sealed record RegretCurve(IReadOnlyList<long> Periods, IReadOnlyList<double> Mean, IReadOnlyList<double> Low,
    IReadOnlyList<double> High);

/// <summary>All horizons of one learner.</summary>
/// <param name="Horizons">One entry a horizon.</param>
/// <param name="Curve">The longest run.</param>
/// <param name="UpperBounds">UB of each seed's instance, a period.</param>
public sealed record RegretStudyResult(IReadOnlyList<HorizonRegret> Horizons, RegretCurve Curve, IReadOnlyList<double> UpperBounds);

/// <summary>Part E: regret of learners as the horizon grows. Part F asks the same for more arms.</summary>
public sealed class RegretStudy : Experiment<RegretStudySettings, RegretStudyResult>
{
    /// <inheritdoc/>
    public override string Name => "regret-study";

    /// <inheritdoc/>
    public override string Title => "Regret of learners as the horizon grows";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretStudySettings>> Cells(Profile profile)
    {
        long[] horizons = profile switch
        {
            Profile.Smoke => [1000, 4000],
            Profile.Standard => [1000, 4000, 16_000, 64_000, 256_000, 1_024_000],
            _ => [1000, 4000, 16_000, 64_000, 256_000, 1_024_000, 4_096_000],
        };
        // Instances 1 to 20 showed that exploring first and committing is a rival to reckon with; the comparison is decided on others.
        int[] seeds = [.. Enumerable.Range(21, profile switch { Profile.Smoke => 3, Profile.Standard => 60, _ => 200 })];
        Learner[] learners =
        [
            Learner.PeriodicUcb, Learner.WithoutSharing, Learner.Restarting, Learner.EpsilonGreedy, Learner.ExploreThenCommit,
            Learner.StationaryUcb, Learner.KnownPeriodic,
        ];
        return [.. learners.Select(learner => Cell.Of(new RegretStudySettings(learner, 10, 3, 20, 15, 0.1, horizons), seeds))];
    }

    /// <inheritdoc/>
    public override RegretStudyResult Run(Cell<RegretStudySettings> cell, RunContext context) => Play(cell.Settings, context);

    /// <summary>Plays all seeds and horizons.</summary>
    internal static RegretStudyResult Play(RegretStudySettings settings, RunContext context)
    {
        var horizons = settings.Horizons;
        long[] checkpoints = Learners.Checkpoints(horizons[^1], Math.Min(100, horizons[^1]));
        var along = checkpoints.Select(_ => new List<double>()).ToArray();
        var plan = horizons.Select(_ => new List<double>()).ToArray();
        var bound = horizons.Select(_ => new List<double>()).ToArray();
        List<double> bounds = [];
        double total = horizons.Sum() * (double)context.Seeds.Count, done = 0;
        foreach (var seed in context.Seeds)
        {
            var table = RecoveryCurves.Mixed(settings.Arms, settings.Saturation, settings.Longest, seed.Derive("instance").Stream());
            var benchmark = Learners.Benchmark(table, settings.Pulls);
            bounds.Add(Math.Round(benchmark.UpperBound, 9));
            for (int h = 0; h < horizons.Count; h++)
            {
                bool last = h == horizons.Count - 1;
                double[] rewards = Rewards(settings, table, horizons[h], last ? checkpoints : [horizons[h]], seed, context.Cancellation);
                context.Mark<double>($"instance {bounds.Count}, T = {horizons[h]}", rewards);
                plan[h].Add(Math.Round(horizons[h] * benchmark.Value - rewards[^1], 3));
                bound[h].Add(Math.Round(horizons[h] * benchmark.UpperBound - rewards[^1], 3));
                for (int c = 0; last && c < checkpoints.Length; c++)
                    along[c].Add(checkpoints[c] * benchmark.Value - rewards[c]);
                context.Report(done += horizons[h], total, $"T = {horizons[h]}");
            }
        }
        var means = along.Select(values => MeanInterval.StudentT([.. values])).ToList();
        return new RegretStudyResult(
            [.. horizons.Select((h, i) => new HorizonRegret(h, plan[i], bound[i]))],
            new RegretCurve(checkpoints, [.. means.Select(m => Math.Round(m.Value, 2))],
                [.. means.Select(m => Math.Round(m.Interval.Low, 2))], [.. means.Select(m => Math.Round(m.Interval.High, 2))]),
            bounds);
    }

    private static double[] Rewards(
        RegretStudySettings settings, RecoveryTable table, long horizon, long[] checkpoints, Numerics.Seed seed,
        CancellationToken cancellation)
    {
        var bandit = new RecoveringBandit(table, new(settings.Pulls) { NoiseDeviation = settings.NoiseDeviation }, seed.Derive("noise"));
        var agent = settings.Learner.Create(table, settings.Pulls, settings.NoiseDeviation, horizon, seed.Derive("exploration"));
        return BanditRun.Play(agent, bandit, checkpoints, cancellation);
    }
}
