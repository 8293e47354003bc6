using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Tabular;

public class PessimisticValueIterationTests
{
    private static readonly TabularMdp s_garnet = TabularMdps.Garnet(6, 3, 3, new Seed(4)).WithDiscount(0.8);

    [Theory]
    [InlineData(PenaltyKind.Hoeffding, true, false, null)]
    [InlineData(PenaltyKind.Hoeffding, false, false, null)]
    [InlineData(PenaltyKind.Hoeffding, true, true, null)]
    [InlineData(PenaltyKind.Hoeffding, true, false, -0.3)]
    [InlineData(PenaltyKind.Bernstein, true, false, null)]
    [InlineData(PenaltyKind.Bernstein, false, true, -0.3)]
    public void Agrees_with_the_algorithm_row_by_row(PenaltyKind penalty, bool monotone, bool split, double? unseen)
    {
        var law = StateActionTable.FromFunction(s_garnet, (s, a) => a == 2 && s > 2 ? 0 : 1.0 / 15);
        TabularDataset data = TabularDataset.Sample(s_garnet, law, 400, new Seed(5));
        var options = new PessimismOptions { Penalty = penalty, Monotone = monotone, Split = split, Scale = 0.07, UnseenValue = unseen };
        PessimisticSolution solution = PessimisticValueIteration.Solve(data, 0.8, options);
        var (values, actions) = RowByRow(data, 0.8, options);
        Assert.Equal((int)Math.Ceiling(Math.Log(400) / 0.2), solution.Sweeps);
        Assert.Equal(values, solution.Values, (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(actions, solution.Actions);
    }

    [Fact]
    public void Without_penalty_and_with_exact_counts_it_is_value_iteration()
    {
        TransitionCounts counts = ExactCounts();
        PessimisticSolution solution = PessimisticValueIteration.Solve(counts, 0.8, new() { Scale = 0, Sweeps = 500 });
        PlanningSolution planned = ValueIteration.Solve(counts.ToMdp(s_garnet));
        Assert.Equal(planned.Values[0], solution.Values, (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(planned.Return(s_garnet.Initial), PolicyEvaluation.Return(counts.ToMdp(s_garnet), solution.Policy), 1e-10);
    }

    [Fact]
    public void Values_rise_from_sweep_to_sweep_and_stay_below_the_policys()
    {
        TransitionCounts counts = ExactCounts();
        TabularMdp exact = counts.ToMdp(s_garnet);
        double[] before = new double[6];
        for (int sweeps = 1; sweeps <= 40; sweeps++)
        {
            PessimisticSolution solution = PessimisticValueIteration.Solve(counts, 0.8, new() { Scale = 0.05, Sweeps = sweeps });
            double[] values = PolicyEvaluation.Evaluate(exact, solution.Policy).Values[0];
            for (int s = 0; s < 6; s++)
            {
                Assert.True(solution.Values[s] >= before[s]);
                Assert.True(solution.Values[s] <= values[s] + 1e-12);
            }
            before = solution.Values;
        }
        Assert.True(before.Min() > 0.1);
    }

    [Fact]
    public void Strong_penalties_on_expert_data_are_imitation()
    {
        int[] best = [3, 1, 4, 1];
        TabularMdp mdp = TabularMdps.Block(best, 5);
        StateActionTable law = Occupancy.Of(mdp, TabularPolicy.Deterministic([.. best, 2, 0], 5));
        TransitionCounts counts = TransitionCounts.Sample(mdp, law, 500, new Seed(1).Stream());
        PessimisticSolution solution = PessimisticValueIteration.Solve(counts, 0.9, new() { Scale = 100 });
        Assert.Equal([.. best, 2, 0], solution.Actions);
        Assert.All(solution.Values, v => Assert.Equal(0, v));
    }

    /// <summary>One state that pays 1 and repeats: V_t = (1 − b)(1 + γ + … ) and b = c/(1−γ) √(L/4).</summary>
    [Fact]
    public void One_state_is_as_by_hand()
    {
        var counts = new TransitionCounts(1, 2);
        counts.AddMany(0, 1, 0, 4, 4);
        PessimisticSolution solution = PessimisticValueIteration.Solve(counts, 0.5, new() { Scale = 0.2, LogTerm = 1, Sweeps = 3 });
        Assert.Equal(0.8 * 1.75, solution.Values[0], 1e-14);
        Assert.Equal([1], solution.Actions);
        Assert.Equal(0.2, solution.Penalties[0, 1], 1e-15);
        Assert.Equal(0.4, solution.Penalties[0, 0], 1e-15);
        Assert.Equal(0.8 * 1.75, solution.Return([1.0]), 1e-14);
        // Bernstein: the only next state has no spread, so that V_max L/m remains.
        PessimisticSolution sharp = PessimisticValueIteration.Solve(counts, 0.5,
            new() { Penalty = PenaltyKind.Bernstein, Scale = 0.2, LogTerm = 1, Sweeps = 1 });
        Assert.Equal(1 - 0.2 * 2 / 4, sharp.Values[0], 1e-14);
        // A pair never seen wins if it is given a value.
        Assert.Equal([0], PessimisticValueIteration.Solve(counts, 0.5, new() { Scale = 0.2, UnseenValue = 5, Sweeps = 3 }).Actions);
    }

    [Theory]
    [InlineData(PenaltyKind.Hoeffding)]
    [InlineData(PenaltyKind.Bernstein)]
    public void Sweeps_allocate_nothing(PenaltyKind penalty)
    {
        TransitionCounts counts = ExactCounts();
        Assert.Equal(Allocated(5), Allocated(50));

        long Allocated(int sweeps)
        {
            var options = new PessimismOptions { Penalty = penalty, Scale = 0.01, Sweeps = sweeps };
            PessimisticValueIteration.Solve(counts, 0.8, options);
            return Allocations.Least(() => PessimisticValueIteration.Solve(counts, 0.8, options));
        }
    }

    [Fact]
    public void Defaults_are_the_papers()
    {
        TransitionCounts counts = ExactCounts();
        PessimisticSolution solution = PessimisticValueIteration.Solve(counts, 0.8);
        Assert.Equal(Math.Log(2.0 * 6 * 3 * counts.Total), solution.LogTerm, 1e-12);
        Assert.Equal((int)Math.Ceiling(Math.Log(counts.Total) / 0.2), solution.Sweeps);
        Assert.Equal(solution.LogTerm + Math.Log(3), PessimisticValueIteration.SolveSplit([counts, counts, counts], 0.8,
            new() { Delta = 1.0 / counts.Total }).LogTerm, 1e-12);
        Assert.Equal(6, solution.Describe().Tables[0].Rows.Count);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var empty = new TransitionCounts(2, 2);
        Assert.Contains("empty data set", Assert.Throws<ArgumentException>(() => PessimisticValueIteration.Solve(empty, 0.9)).Message);
        TransitionCounts counts = ExactCounts();
        Assert.Throws<ArgumentOutOfRangeException>(() => PessimisticValueIteration.Solve(counts, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PessimisticValueIteration.Solve(counts, 0.9, new() { Scale = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PessimisticValueIteration.Solve(counts, 0.9, new() { Delta = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PessimisticValueIteration.Solve(counts, 0.9, new() { LogTerm = -2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PessimisticValueIteration.Solve(counts, 0.9, new() { Sweeps = 0 }));
        Assert.Contains("SolveSplit", Assert.Throws<ArgumentException>(() =>
            PessimisticValueIteration.Solve(counts, 0.9, new() { Split = true })).Message);
        Assert.Contains("1 parts", Assert.Throws<ArgumentException>(() => PessimisticValueIteration.SolveSplit([counts], 0.9)).Message);
        Assert.Contains("different numbers", Assert.Throws<ArgumentException>(() =>
            PessimisticValueIteration.SolveSplit([counts, empty], 0.9)).Message);
        counts.AddMany(2, 1, 0, 1, 1e6);
        Assert.Contains("state 2, action 1", Assert.Throws<ArgumentException>(() => PessimisticValueIteration.Solve(counts, 0.9)).Message);
        var staged = new TransitionCounts(2, 2, 3);
        staged.Add(0, 0, 1);
        Assert.Contains("3 stages", Assert.Throws<ArgumentException>(() => PessimisticValueIteration.Solve(staged, 0.9)).Message);
        var few = new TabularDataset((2, 2), [], [0, 1], [0, 1], [1, 0], [1, 0]);
        Assert.Contains("cannot be split", Assert.Throws<ArgumentException>(() =>
            PessimisticValueIteration.Solve(few, 0.9, new() { Split = true })).Message);
    }

    /// <summary>Counts whose frequencies are the MDP's probabilities to 10⁻⁶.</summary>
    private static TransitionCounts ExactCounts()
    {
        var counts = new TransitionCounts(s_garnet.States, s_garnet.Actions);
        for (int s = 0; s < s_garnet.States; s++)
        {
            for (int a = 0; a < s_garnet.Actions; a++)
            {
                TransitionRow row = s_garnet.Next(s, a);
                for (int i = 0; i < row.Count; i++)
                {
                    int times = 1 + (int)(1e6 * row.Probabilities[i]);
                    counts.AddMany(s, a, row.States[i], times, times * s_garnet.Reward(s, a));
                }
            }
        }
        return counts;
    }

    /// <summary>The algorithm as it is printed, from rows, without counts.</summary>
    private static (double[] Values, int[] Actions) RowByRow(TabularDataset data, double discount, PessimismOptions options)
    {
        int states = data.StateCount, actions = data.ActionCount, sweeps = (int)Math.Ceiling(Math.Log(data.Count) / (1 - discount));
        Range[] parts = options.Split ? data.Split(sweeps + 1) : [.. Enumerable.Repeat(0..data.Count, sweeps + 1)];
        double term = Math.Log(2.0 * (options.Split ? sweeps + 1 : 1) * states * actions * data.Count), greatest = 1 / (1 - discount);
        List<int> Rows(Range part, int s, int a) =>
            [.. Enumerable.Range(part.Start.Value, part.End.Value - part.Start.Value)
                .Where(i => data.States[i] == s && (a < 0 || data.Actions[i] == a))];
        double[] values = new double[states];
        int[] policy = [.. Enumerable.Range(0, states).Select(s => Enumerable.Range(0, actions).MaxBy(a => Rows(parts[0], s, a).Count))];
        for (int t = 1; t <= sweeps; t++)
        {
            double[] next = [.. values];
            for (int s = 0; s < states; s++)
            {
                double[] q = [.. Enumerable.Range(0, actions).Select(a =>
                {
                    List<int> rows = Rows(parts[t], s, a);
                    double m = Math.Max(1, rows.Count), hoeffding = options.Scale * greatest * Math.Sqrt(term / m);
                    if (rows.Count == 0)
                        return options.UnseenValue ?? -hoeffding;
                    double mean = rows.Average(i => values[data.Next[i]]),
                        variance = rows.Average(i => Math.Pow(values[data.Next[i]] - mean, 2));
                    double b = options.Penalty == PenaltyKind.Hoeffding ? hoeffding
                        : options.Scale * (Math.Sqrt(variance * term / m) + greatest * term / m);
                    return rows.Average(i => data.Rewards[i]) - b + discount * mean;
                })];
                if (!options.Monotone || q.Max() > values[s])
                    (next[s], policy[s]) = (q.Max(), Array.IndexOf(q, q.Max()));
            }
            values = next;
        }
        return (values, policy);
    }
}
