using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Numerics;
using Offprint.Tests.Environments.Tabular;

namespace Offprint.Tests.Agents.Tabular.Planning;

/// <summary>Value and policy iteration against the enumeration of all policies.</summary>
public class PlanningTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.9)]
    [InlineData(3, 0.99)]
    public void Discounted_planners_find_the_best_of_all_policies(ulong seed, double discount)
    {
        TabularMdp mdp = TabularCases.Random(4, 3, seed, discount);
        double[] best = new double[4];
        Array.Fill(best, double.NegativeInfinity);
        foreach (TabularPolicy policy in TabularCases.AllPolicies(mdp))
        {
            double[] values = PolicyEvaluation.Evaluate(mdp, policy).Values[0];
            for (int s = 0; s < 4; s++)
                best[s] = Math.Max(best[s], values[s]);
        }
        PlanningSolution sweeps = ValueIteration.Solve(mdp), improvements = PolicyIteration.Solve(mdp);
        TabularCases.AssertClose(best, sweeps.Values[0], 1e-10);
        TabularCases.AssertClose(best, improvements.Values[0], 1e-11);
        TabularCases.AssertClose(best, PolicyEvaluation.Evaluate(mdp, sweeps.Policy).Values[0], 1e-10);
        TabularCases.AssertClose(best, sweeps.ActionValues.StateMaxima(), 1e-10);
    }

    [Fact]
    public void The_error_bound_of_value_iteration_holds()
    {
        TabularMdp mdp = TabularMdps.Garnet(40, 3, 4, new Seed(1)).WithDiscount(0.97);
        double[] exact = PolicyIteration.Solve(mdp).Values[0];
        foreach (double tolerance in (double[])[1e-2, 1e-5, 1e-8])
        {
            PlanningSolution plan = ValueIteration.Solve(mdp, tolerance);
            Assert.InRange(plan.ErrorBound, 0, tolerance / 0.03);
            TabularCases.AssertClose(exact, plan.Values[0], plan.ErrorBound + 1e-11);
        }
    }

    [Fact]
    public void A_finite_horizon_is_the_best_of_all_staged_policies()
    {
        TabularMdp mdp = TabularCases.Random(2, 2, 4, horizon: 3);
        double best = double.NegativeInfinity;
        for (int code = 0; code < 64; code++)
        {
            int[,] actions = new int[3, 2];
            for (int i = 0; i < 6; i++)
                actions[i / 2, i % 2] = code >> i & 1;
            best = Math.Max(best, PolicyEvaluation.Return(mdp, TabularPolicy.Deterministic(actions, 2)));
        }
        PlanningSolution plan = ValueIteration.Solve(mdp);
        Assert.Equal(best, plan.Return(mdp.Initial), 1e-13);
        Assert.Equal(best, PolicyEvaluation.Return(mdp, plan.Policy), 1e-13);
    }

    [Fact]
    public void Policy_iteration_starts_anywhere_and_survives_ties()
    {
        TabularMdp mdp = TabularMdps.Grid(new GridMap("S...", ".##.", "...G"), 0.1).WithDiscount(0.95);
        PlanningSolution a = PolicyIteration.Solve(mdp), b = PolicyIteration.Solve(mdp,
            TabularPolicy.Deterministic([.. Enumerable.Repeat(3, mdp.States)], 4));
        TabularCases.AssertClose(a.Values[0], b.Values[0], 1e-11);
        TabularCases.AssertClose(a.Values[0], ValueIteration.Solve(mdp).Values[0], 1e-10);
    }

    [Fact]
    public void A_sweep_allocates_nothing_and_checks_lengths()
    {
        TabularMdp mdp = TabularMdps.Garnet(100, 2, 5, new Seed(1));
        double[] values = new double[100], next = new double[100];
        ValueIteration.Sweep(mdp, 0.9, values, next);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 100; i++)
                ValueIteration.Sweep(mdp, 0.9, values, next);
        }));
        Assert.Contains("99 values", Assert.Throws<ArgumentException>(() =>
            ValueIteration.Sweep(mdp, 0.9, values.AsSpan(1), next)).Message);
    }

    [Fact]
    public void Planners_name_the_criterion_they_miss()
    {
        Assert.Contains("AverageReward or ShortestPath", Assert.Throws<ArgumentException>(() =>
            ValueIteration.Solve(TabularMdps.Ring(2))).Message);
        Assert.Contains("needs a discount", Assert.Throws<ArgumentException>(() => PolicyIteration.Solve(TabularMdps.DeepSea(3))).Message);
    }
}
