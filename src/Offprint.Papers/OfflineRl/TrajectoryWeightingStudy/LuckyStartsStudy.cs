using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Datasets.Weighting;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;

/// <summary>Separate parts of an MDP, of which some pay more whatever one does.</summary>
/// <param name="States">States of a part.</param>
/// <param name="Actions">A.</param>
/// <param name="Horizon">H.</param>
/// <param name="RewardDensity">The share of pairs that pay.</param>
/// <param name="Luck">What the first step pays in addition, in each part; which part gets which is drawn.</param>
/// <param name="Trajectories">n, in the log.</param>
/// <param name="GoodShare">The share of them that follows the optimal policy half of the time; the rest is uniform.</param>
/// <param name="Drawn">Trajectories that a sampler draws from them.</param>
/// <param name="Temperature">α.</param>
public sealed record LuckyStartsSettings(
    [property: Range(1, 1000)] int States, [property: Range(1, 100)] int Actions, [property: Range(1, 1000)] int Horizon,
    [property: Range(0.0, 1.0)] double RewardDensity, IReadOnlyList<double> Luck, [property: Range(1, 100_000)] int Trajectories,
    [property: Range(0.0, 1.0)] double GoodShare, [property: Range(1, 100_000)] int Drawn,
    [property: Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)] double Temperature);

/// <summary>What cloning of the drawn trajectories is worth.</summary>
/// <param name="Sampler">How trajectories were drawn.</param>
/// <param name="Scores">Value without luck over that of the optimal policy, one a seed.</param>
/// <param name="LuckiestMass">The share of draws from the luckiest part, one a seed; one fifth would be fair.</param>
public sealed record LuckyStartsRow(
    string Sampler, [property: PerSeed] IReadOnlyList<double> Scores, [property: PerSeed] IReadOnlyList<double> LuckiestMass);

/// <summary>All samplers.</summary>
/// <param name="Rows">One a sampler.</param>
public sealed record LuckyStartsResult(IReadOnlyList<LuckyStartsRow> Rows)
{
    /// <summary>A sampler's row.</summary>
    /// <param name="sampler">Its name.</param>
    /// <returns>The row.</returns>
    public LuckyStartsRow Of(string sampler) => Rows.First(row => row.Sampler == sampler);
}

/// <summary>Part A2: returns praise lucky starts, advantages do not.</summary>
public sealed class LuckyStartsStudy : Experiment<LuckyStartsSettings, LuckyStartsResult>
{
    /// <summary>Advantages over a linear function of the number of the start state.</summary>
    public const string LinearAdvantage = "AW, linear V";

    private static readonly string[] s_samplers = [WeightedSamplers.Uniform, WeightedSamplers.TopTenth, WeightedSamplers.Return,
        LinearAdvantage, WeightedSamplers.Advantage];

    /// <inheritdoc/>
    public override string Name => "lucky-starts";

    /// <inheritdoc/>
    public override string Title => "Lucky starts: why advantages instead of returns";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LuckyStartsSettings>> Cells(Profile profile) =>
        [new("five-starts", new(8, 3, 10, 0.2, [0, 2, 4, 6, 8], 500, 0.1, 300, 0.1), [.. Enumerable.Range(1, 40)])];

    /// <inheritdoc/>
    public override LuckyStartsResult Run(Cell<LuckyStartsSettings> cell, RunContext context)
    {
        var rows = s_samplers.Select(name => (Name: name, Scores: new List<double>(), Masses: new List<double>())).ToList();
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            context.Report(i, context.Seeds.Count);
            var problem = new LuckyProblem(cell.Settings, context.Seeds[i]);
            foreach (var (name, scores, masses) in rows)
            {
                TrajectoryWeights weights = Weigh(name, problem.Data, cell.Settings.Temperature);
                (double score, double mass) = problem.Clone(weights, context.Seeds[i].Derive("draws"));
                scores.Add(StoredNumbers.Significant(score, 4));
                masses.Add(StoredNumbers.Significant(mass, 4));
            }
        }
        return new([.. rows.Select(row => new LuckyStartsRow(row.Name, row.Scores, row.Masses))]);
    }

    private static TrajectoryWeights Weigh(string sampler, TabularDataset data, double temperature) => sampler switch
    {
        WeightedSamplers.Uniform => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, double.PositiveInfinity)),
        WeightedSamplers.TopTenth => TrajectoryWeighting.TopFraction(data.Episodes, 0.1),
        WeightedSamplers.Return => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Return, temperature)),
        LinearAdvantage => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Advantage, temperature, new LinearInitialValue())),
        _ => TrajectoryWeighting.Compute(data, new(TrajectoryScore.Advantage, temperature)),
    };

    /// <summary>One drawn MDP with its log.</summary>
    private sealed class LuckyProblem
    {
        private readonly LuckyStartsSettings _settings;
        private readonly TabularMdp _plain;
        private readonly double _optimum;
        private readonly int _luckiest;

        public LuckyProblem(LuckyStartsSettings settings, Seed seed)
        {
            _settings = settings;
            double[] luck = [.. settings.Luck];
            seed.Derive("luck").Stream().Shuffle(luck.AsSpan());
            _luckiest = Array.IndexOf(luck, luck.Max());
            double[] starts = new double[luck.Length * settings.States];
            for (int part = 0; part < luck.Length; part++)
                starts[part * settings.States] = 1.0 / luck.Length;
            _plain = TabularMdps.Deterministic(starts.Length, settings.Actions, settings.RewardDensity, seed.Derive("mdp"), luck.Length)
                .WithHorizon(settings.Horizon).WithInitial(starts);
            PlanningSolution plan = ValueIteration.Solve(_plain);
            _optimum = plan.Return(_plain.Initial);
            TabularMdp lucky = Lucky(luck);
            TabularPolicy uniform = TabularPolicy.Uniform(_plain);
            int good = (int)(settings.GoodShare * settings.Trajectories);
            Data = TabularDataset.Collect(lucky, plan.Policy.Mix(uniform, 0.5), good, seed.Derive("good"))
                .Append(TabularDataset.Collect(lucky, uniform, settings.Trajectories - good, seed.Derive("poor")));
        }

        public TabularDataset Data { get; }

        /// <summary>Draws trajectories by their weight and clones them; stage by stage, uniform where nothing was drawn.</summary>
        public (double Score, double LuckiestMass) Clone(TrajectoryWeights weights, Seed seed)
        {
            var table = new AliasTable([.. Enumerable.Range(0, weights.Count).Select(weights.Mass)]);
            RandomStream random = seed.Stream();
            double[] rows = new double[Data.Count];
            int luckiest = 0;
            for (int i = 0; i < _settings.Drawn; i++)
            {
                int start = table.Draw(random) * _settings.Horizon; // all trajectories are of H rows
                for (int h = 0; h < _settings.Horizon; h++)
                    rows[start + h]++;
                luckiest += Data.States[start] / _settings.States == _luckiest ? 1 : 0;
            }
            TabularPolicy policy = Data.MaximumLikelihoodPolicy(rows, _settings.Horizon);
            return (PolicyEvaluation.Return(_plain, policy) / _optimum, (double)luckiest / _settings.Drawn);
        }

        /// <summary>The same MDP whose first step pays more, by the part that it is taken in.</summary>
        private TabularMdp Lucky(double[] luck)
        {
            var builder = new TabularMdpBuilder(_plain.States, _plain.Actions, _settings.Horizon) { Name = "Lucky starts",
                Horizon = _settings.Horizon };
            for (int h = 0; h < _settings.Horizon; h++)
            {
                for (int s = 0; s < _plain.States; s++)
                {
                    for (int a = 0; a < _plain.Actions; a++)
                    {
                        builder.Add(s, a, _plain.Next(s, a).States[0], 1, h);
                        builder.Reward(s, a, _plain.Reward(s, a) + (h == 0 ? luck[s / _settings.States] : 0), h);
                    }
                }
            }
            return builder.Start(_plain.Initial).Build();
        }
    }
}
