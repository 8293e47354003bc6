using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Bandits;

public class PeriodicPlannerTests
{
    private static readonly RecoveryTable s_worked = new([[1, 2, 3], [2], [0, 0, 0, 4]]);

    [Fact]
    public void The_worked_example_comes_out_digit_for_digit()
    {
        var planner = new PeriodicPlanner();
        Assert.Equal(17.0 / 6, planner.UpperBound(s_worked, 1), 1e-14);
        Assert.Equal([1.0 / 3, 5.0 / 12, 1.0 / 4], planner.Frequencies(s_worked, 1).Select(x => Math.Round(x, 14)), (x, y) =>
            Math.Abs(x - y) < 1e-13);
        var plan = planner.Plan(s_worked, 1);
        Assert.Equal(2.75, plan.Value, 1e-14);
        Assert.Equal([4, 2, 4], plan.Schedule.Periods.ToArray());
        Assert.Equal(0.971, plan.Ratio, 5e-4);
        int[] order = [.. Enumerable.Range(0, 4).Select(t => Enumerable.Range(0, 3).Single(i => plan.Schedule.IsDue(i, t)) + 1)];
        Assert.Equal([2, 1, 2, 3], order); // the cycle 2, 3, 2, 1, begun two periods later
        var plain = new PeriodicPlanner(new() { MaximumClasses = 1, Improve = false });
        Assert.Equal(2, plain.Plan(s_worked, 1).Value);
        Assert.Equal(1.75, new PeriodicPlanner(new() { MaximumClasses = 1, Improve = false, RoundFractionalArm = false })
            .Plan(s_worked, 1).Value);
    }

    [Fact]
    public void Without_recovery_the_best_arms_are_always_pulled()
    {
        var table = new RecoveryTable([.. Enumerable.Repeat(new double[] { 1, 1, 1 }, 5)]);
        var plan = new PeriodicPlanner().Plan(table, 3);
        Assert.Equal((3.0, 3.0), (plan.Value, plan.UpperBound));
        Assert.Equal([1, 1, 1], plan.Schedule.Periods.ToArray().Where(p => p > 0));
    }

    [Fact]
    public void Four_arms_that_recover_in_three_periods_share_two_columns()
    {
        var plan = new PeriodicPlanner().Plan(new RecoveryTable([.. Enumerable.Repeat(new double[] { 1, 2, 3 }, 4)]), 2);
        Assert.Equal((4.0, 4.0), (plan.Value, plan.UpperBound));
        Assert.Equal([3, 3, 3, 3], plan.Schedule.Periods.ToArray());
    }

    [Fact]
    public void Envelopes_have_the_hand_worked_vertices()
    {
        var step = RateEnvelope.Of(RecoveryCurves.Step(2, 4, 9));
        Assert.Equal([0, 4], step.Periods.ToArray());
        Assert.Equal([0, 0.5], step.Rates.ToArray());
        Assert.Equal([2.0, 2.0, 0.0], [step.SlopeAt(9), step.SlopeAt(4), step.SlopeAt(3)]);
        // F(1/d) = r/τ for all d ≤ τ: the envelope ends at 1/τ, there is nothing to buy beyond.
        Assert.Equal([0, 7], RateEnvelope.Of(RecoveryCurves.LinearCapped(0.3, 7, 20)).Periods.ToArray());
        Assert.Equal([0, 1], RateEnvelope.Of([2, 2, 2]).Periods.ToArray());
        Assert.Equal([0], RateEnvelope.Of([0, 0]).Periods.ToArray());
        Assert.Equal(3, new PeriodicPlanner().UpperBound(new RecoveryTable([RecoveryCurves.Step(12, 4, 9)]), 1), 1e-14);
    }

    /// <summary>The dual of the linear program over all mixtures of points (x, F(x)), solved without hulls or sorting.</summary>
    [Fact]
    public void The_upper_bound_is_the_value_of_the_linear_program()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            RandomStream random = new Seed(seed).Stream();
            int arms = 1 + random.NextInt(12);
            var table = RecoveryCurves.Mixed(arms, 12, 10, random);
            double capacity = random.NextUniform(0.1, arms);
            double Dual(double price) => price * capacity + Enumerable.Range(0, arms).Sum(i =>
                Math.Max(0, Enumerable.Range(1, 12).Max(d => (table.At(i, d) - price) / d)));
            double low = 0, high = 1;
            for (int i = 0; i < 200; i++)
            {
                double left = low + (high - low) / 3, right = high - (high - low) / 3;
                (low, high) = Dual(left) <= Dual(right) ? (low, right) : (left, high);
            }
            Assert.Equal(Dual((low + high) / 2), new PeriodicPlanner().UpperBound(table, capacity), 1e-9);
        }
    }

    [Fact]
    public void The_upper_bound_is_concave_and_rising_in_the_capacity()
    {
        var table = RecoveryCurves.Mixed(15, 20, 15, new Seed(1).Stream());
        var planner = new PeriodicPlanner();
        double[] bounds = [.. Enumerable.Range(0, 61).Select(k => planner.UpperBound(table, k / 4.0))];
        double[] gains = [.. bounds.Zip(bounds.Skip(1), (x, y) => y - x)];
        Assert.Equal(0, bounds[0]);
        Assert.All(gains, g => Assert.True(g >= -1e-12));
        Assert.All(gains.Zip(gains.Skip(1)), g => Assert.True(g.Second <= g.First + 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Plans_fit_pay_what_they_say_and_keep_the_guarantee(int pulls)
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            var table = RecoveryCurves.Mixed(7 * pulls, 24, 20, new Seed(seed).Stream());
            double plain = 0;
            foreach (bool improve in new[] { false, true })
            {
                var plan = new PeriodicPlanner(new() { MaximumClasses = 3, Improve = improve }).Plan(table, pulls);
                Assert.InRange(plan.Ratio, PeriodicPlanner.Guarantee(pulls, 3), 1 + 1e-12);
                Assert.InRange(plan.Schedule.MostPulls(), 1, pulls);
                Assert.True(plan.Value >= plain - 1e-12);
                plain = plan.Value;
                // Played from full recovery over a whole number of cycles after the first, it pays its value.
                var bandit = new RecoveringBandit(table, new(pulls) { NoiseDeviation = 0 }, new Seed(0));
                long cycle = plan.Schedule.Cycle;
                double[] totals = BanditRun.Play(new PeriodicAgent(plan.Schedule), bandit, [cycle, 2 * cycle]);
                Assert.Equal(plan.Value, (totals[1] - totals[0]) / cycle, 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.25)]
    [InlineData(3, 1.0 / 3)]
    [InlineData(4, 0.375)]
    [InlineData(5, 0.4)]
    [InlineData(8, 0.5)]
    [InlineData(16, 39.0 / 64)]
    public void The_guarantee_has_the_derived_values(int pulls, double guarantee) =>
        Assert.Equal(guarantee, PeriodicPlanner.Guarantee(pulls), 1e-14);

    [Fact]
    public void Impossible_requests_are_refused()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicPlanner().Plan(s_worked, 4)).Message;
        Assert.Contains("K = 4", message);
        Assert.Contains("N = 3", message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicPlanner().Plan(s_worked, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodicPlanner(new() { MaximumClasses = 0 }));
        Assert.Throws<ArgumentException>(() => RateEnvelope.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeriodicPlanner.Guarantee(0));
    }

    [Fact]
    public void A_plan_describes_itself_and_can_be_saved()
    {
        var plan = new PeriodicPlanner().Plan(s_worked, 1);
        Assert.Equal(3, plan.Describe().Tables[0].Rows.Count);
        using var writer = new StringWriter { NewLine = "\n" };
        plan.WriteCsv(writer);
        Assert.Equal("arm,period,offset,column\n0,4,1,0\n1,2,0,0\n2,4,3,0\n", writer.ToString());
    }
}
