using System.Text.Json;
using Offprint.Agents.Bandits;
using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Bandits;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Papers.RlTheory.LcbPessimismStudy;

namespace Offprint.Papers.Tests.RlTheory.LcbPessimismStudy;

public class LcbPessimismTests
{
    private static readonly RunContext s_context = new([1], Artifacts.Default, null, CancellationToken.None);

    /// <summary>Numbers of an independent program: the worst gap loss at N = 25, 50, 100, 200.</summary>
    [Theory]
    [InlineData(1.25, "LCB, L = 0.5", 0.0174, 0.0117, 0.0083, 0.0058)]
    [InlineData(1.5, "LCB, L = 0.5", 0.0231, 0.0157, 0.0111, 0.0078)]
    [InlineData(2, "LCB, L = 0.5", 0.0349, 0.0244, 0.0171, 0.0120)]
    [InlineData(4, "LCB, L = 0.5", 0.0740, 0.0526, 0.0366, 0.0257)]
    [InlineData(1.5, "LCB", 0.0130, 0.0080, 0.0051, 0.0033)]
    [InlineData(4, "LCB", 0.1287, 0.0960, 0.0705, 0.0523)]
    [InlineData(1.5, "most played", 0.037, 0.0071, 2.8e-4, 5.6e-7)]
    [InlineData(2, "most played", 0.45, 0.45, 0.45, 0.45)]
    public void Two_arms_lose_what_another_program_says(double cStar, string method, params double[] expected)
    {
        var settings = new TwoArmedSettings(cStar, TwoArmedStudy.Methods, [25, 50, 100, 200], [0.5, 0.8, 1.2, 2, 3, 4.5], 0.9);
        TwoArmedResult result = new TwoArmedStudy().Run(new("test", settings, []), s_context);
        double[] losses = [.. result.Rows.Where(r => r.Method.Label == method).Select(r => r.Loss)];
        Assert.All(losses.Zip(expected), p => Assert.Equal(1, p.First / p.Second, 0.02));
    }

    /// <summary>The frequent context is one of those that may never be seen: a tenth of the loss at N = 10.</summary>
    [Theory]
    [InlineData(10, 11)]
    [InlineData(1000, 21)]
    public void The_missing_mass_is_that_of_all_contexts(int count, int contexts)
    {
        BanditInstance bandit = BanditInstances.MissingMass(contexts, count, new Seed(1));
        double unseen = Enumerable.Range(0, contexts).Sum(x => bandit.Context(x) * Math.Pow(1 - bandit.Context(x), count));
        Assert.Equal(unseen, new MissingMassSettings(contexts, [], [], 1).Exact(count), 1e-14);
    }

    [Fact]
    public void The_decoys_have_their_coefficient()
    {
        foreach (double cStar in (double[])[1, 1.25, 4])
        {
            BanditInstance bandit = new PhaseSettings(3, 5, cStar, 0.9, [0.6, 0.4, 0.2], [], [10], 1).Bandit();
            Assert.Equal(cStar, bandit.CStar, 1e-12);
            Assert.Equal(0.6, bandit.OptimalValue, 1e-12);
            Assert.Equal(0.2, bandit.SubOptimality([1, 1, 1]), 1e-12);
        }
    }

    /// <summary>J* and the worst value by hand: the chain of decision, good and bad states is linear.</summary>
    [Fact]
    public void The_block_problem_is_the_one_described()
    {
        var settings = new BlockSettings(2, 10, 20, 0.4, 0, [], [], 1);
        OfflineProblem problem = settings.Draw(100, new Seed(3));
        Assert.Equal(5.3389830508, problem.OptimalValue, 1e-9);
        PlanningSolution plan = ValueIteration.Solve(problem.Mdp);
        StateActionTable occupancy = Occupancy.Of(problem.Mdp, plan.Policy);
        Assert.Equal(2, Concentrability.SinglePolicy(occupancy, problem.Law), 1e-9);
        Assert.Equal(0.5338983, occupancy.StateSums()[10], 1e-6);
        Assert.Equal(1, problem.Law.Sum(), 1e-12);
        int[] worst = [.. Enumerable.Range(0, 12).Select(s => s < 10 ? (plan.Policy.Mode(s) + 1) % 20 : 0)];
        Assert.Equal(2.2881355932, PolicyEvaluation.Return(problem.Mdp, TabularPolicy.Deterministic(worst, 20)), 1e-9);
        // Labels differ from seed to seed, and no default is right everywhere.
        Assert.Contains(Enumerable.Range(0, 10), s => plan.Policy.Mode(s) != 0);
        Assert.NotEqual(problem.Law.Values.ToArray(), settings.Draw(100, new Seed(4)).Law.Values.ToArray());
    }

    [Fact]
    public void The_careless_expert_moves_the_coefficient_from_one_on()
    {
        double[] coefficients = [.. new[] { 0, 0.01, 0.5, 1 }.Select(e =>
        {
            var settings = new GridSettings(8, 0.1, 0.95, e, [], [], 1);
            StateActionTable law = settings.Law(settings.Mdp(), out double cStar);
            Assert.Equal(1, law.Sum(), 1e-9);
            return cStar;
        })];
        Assert.Equal(1, coefficients[0], 1e-9);
        Assert.True(coefficients[0] < coefficients[1] && coefficients[1] < coefficients[2] && coefficients[2] < coefficients[3]);
    }

    [Fact]
    public void Certainty_equivalence_is_value_iteration_without_penalty()
    {
        OfflineProblem problem = new BlockSettings(4, 5, 4, 0.4, 0, [], [], 1).Draw(100, new Seed(5));
        OfflineData data = OfflineData.Sample(problem.Mdp, problem.Law, 2000, new Seed(6));
        double planned = Value(new CertaintyEquivalence().Learn(data).Actions);
        double unpenalized = Value(PessimisticValueIteration.Solve(data.All, 0.9, new() { Scale = 0, Sweeps = 400 }).Actions);
        Assert.Equal(unpenalized, planned, 1e-9);

        double Value(int[] actions) => PolicyEvaluation.Return(problem.Mdp, TabularPolicy.Deterministic(actions, 4));
    }

    [Fact]
    public void Constants_of_the_proof_leave_imitation()
    {
        OfflineProblem problem = new BlockSettings(1.2, 5, 4, 0.4, 0, [], [], 1).Draw(100, new Seed(5));
        OfflineData data = OfflineData.Sample(problem.Mdp, problem.Law, 20_000, new Seed(6));
        // No penalized value is positive, so the first policy stays: imitation of the first part.
        TransitionCounts first = data.Parts(PessimisticValueIteration.SweepCount(20_000, 0.9) + 1)[0];
        Assert.Equal(Enumerable.Range(0, 7).Select(s => first.MostVisited(s)),
            ViLcb.PaperConstants.Learn(data).Actions);
        Assert.Equal(0, ViLcb.PaperConstants.Learn(data).LowerBound);
        IReadOnlyList<TransitionCounts> parts = data.Parts(7);
        Assert.Equal(20_000, parts.Sum(p => p.Total));
        Assert.True(parts.Max(p => p.Total) - parts.Min(p => p.Total) <= 1);
    }

    [Fact]
    public void Methods_are_read_back_as_they_were_written_and_tables_tell_them_apart()
    {
        TabularMethod[] methods = [.. Papers.LcbPessimism.Blocks.Cells(Profile.Standard)[0].Settings.Methods,
            new ViLcb(new PessimismOptions { Delta = 0.1 }), new ViLcb(new PessimismOptions { UnseenValue = 0 }),
            new ViLcb(new PessimismOptions { Sweeps = 3 }), new ViLcb(new PessimismOptions { LogFactor = 2 })];
        BanditRuleOptions[] rules = [.. TwoArmedStudy.Methods, BanditTrials.ClippedLcb];
        Assert.Equal(methods, methods.Select(Read));
        Assert.Equal(rules, rules.Select(Read));
        Assert.Equal(methods.Length + rules.Length, methods.Select(m => m.Label).Concat(rules.Select(r => r.Label)).Distinct().Count());
        Assert.Equal("VI-LCB, paper's constants", methods.Single(m => m == ViLcb.PaperConstants).Label);
        Assert.Equal("""{"kind":"lcb","logTerm":0.5}""", JsonSerializer.Serialize<BanditRuleOptions>(BanditTrials.ConstantLcb,
            StoreJson.Options));

        static T Read<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, StoreJson.Options), StoreJson.Options)!;
    }

    [Fact]
    public void A_report_says_what_pessimism_can_promise()
    {
        OfflineProblem problem = new BlockSettings(2, 5, 4, 0.4, 0, [], [], 1).Draw(100, new Seed(5));
        TabularPolicy best = ValueIteration.Solve(problem.Mdp).Policy;
        TransitionCounts counts = TransitionCounts.Sample(problem.Mdp, problem.Law, 5000, new Seed(2).Stream());
        DatasetReport report = DatasetReport.Of(problem.Mdp, best, problem.Law, counts, PessimisticValueIteration.Solve(counts, 0.9));
        Assert.Equal((5000, 0.0), (report.Rows, report.UnseenMass));
        Assert.Equal(2, report.CStar, 1e-9);
        Assert.True(report.Bound <= report.Value && report.Value <= report.OptimalValue + 1e-9);
        Assert.True(report.OptimalValue - report.Value <= 2 * report.ExpectedPenalty);
        Assert.True(report.LeastCount > 0);
    }

    [Fact]
    public void Summaries_are_those_of_the_sample()
    {
        LossSummary summary = LossSummary.Of(new double[] { 4, 0, 2, 0 }, failure: 1);
        Assert.Equal((1.5, 0.5), (summary.Mean, summary.FailureRate));
        Assert.Equal(Math.Sqrt((2.25 + 2.25 + 0.25 + 6.25) / 3 / 4), summary.StandardError, 1e-6);
        Assert.Equal((0.0, 4.0), (summary.LowerQuartile, summary.UpperQuartile));
    }
}
