using Offprint.Agents.Bandits;
using Offprint.Numerics;

namespace Offprint.Tests.Agents.Bandits;

public class PeriodicScheduleTests
{
    [Theory]
    [InlineData(new[] { 1 }, 1)]
    [InlineData(new[] { 2, 3 }, 2)] // 1/2 + 1/3 < 1, yet they meet
    [InlineData(new[] { 3, 6, 6 }, 1)]
    [InlineData(new[] { 3, 3, 3, 3 }, 2)]
    [InlineData(new[] { 4, 0, 2, 8, 8 }, 1)]
    [InlineData(new[] { 6, 10, 5, 12, 20, 20 }, 2)]
    [InlineData(new[] { 0, 0 }, 0)]
    public void Columns_are_counted_by_odd_part(int[] periods, int columns) =>
        Assert.Equal(columns, PeriodicSchedule.Pack(periods, periods.Length).ColumnCount);

    [Fact]
    public void Periods_of_one_class_that_sum_to_one_column_fill_it()
    {
        RandomStream random = new Seed(1).Stream();
        for (int trial = 0; trial < 200; trial++)
        {
            int odd = 2 * random.NextInt(4) + 1;
            List<int> periods = [];
            for (double left = 1; periods.Count < 30;)
            {
                int period = odd << random.NextInt(6);
                if (1.0 / period > left + 1e-12)
                    break;
                periods.Add(period);
                left -= 1.0 / period;
            }
            if (periods.Count == 0)
                continue;
            var schedule = PeriodicSchedule.Pack([.. periods], 1);
            Assert.Equal(1, schedule.ColumnCount);
            Assert.Equal(1, schedule.MostPulls());
        }
    }

    [Fact]
    public void A_whole_cycle_never_needs_more_pulls_than_columns_and_every_gap_is_the_period()
    {
        RandomStream random = new Seed(2).Stream();
        for (int trial = 0; trial < 60; trial++)
        {
            int[] periods = new int[3 + random.NextInt(20)];
            foreach (ref int period in periods.AsSpan())
                period = random.NextInt(5) == 0 ? 0 : (2 * random.NextInt(3) + 1) << random.NextInt(4);
            var schedule = PeriodicSchedule.Pack(periods, periods.Length);
            Assert.InRange(schedule.MostPulls(), 0, schedule.ColumnCount);
            Assert.InRange(schedule.ColumnCount, 0, 3 + periods.Sum(p => p > 0 ? 1.0 / p : 0)); // at most one column lost to each odd part
            var agent = new PeriodicAgent(schedule);
            int[] arms = new int[periods.Length], last = new int[periods.Length];
            Array.Fill(last, -1);
            for (int t = 0; t < 240; t++)
            {
                int count = agent.Select([], arms);
                Assert.Equal(Enumerable.Range(0, periods.Length).Where(i => schedule.IsDue(i, t)), arms.Take(count));
                foreach (int arm in arms.Take(count))
                {
                    Assert.True(last[arm] < 0 ? t < periods[arm] : t - last[arm] == periods[arm]);
                    last[arm] = t;
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 513.0 / 1024)]
    [InlineData(2, 171.0 / 256)]
    [InlineData(3, 769.0 / 1024)]
    [InlineData(4, 513.0 / 640)]
    public void Rounding_up_loses_at_most_one_part_in_a_plus_one(int classes, double worst)
    {
        var set = new PeriodSet(classes, 1024);
        double found = Enumerable.Range(1, 1024).Min(p => (double)p / set.Periods[set.RoundUp(p)]);
        Assert.Equal(worst, found);
        Assert.InRange(found, (double)classes / (classes + 1), 1);
    }

    [Fact]
    public void Period_sets_are_as_defined()
    {
        Assert.Equal([1, 2, 4, 8, 16], new PeriodSet(1, 9).Periods.ToArray());
        Assert.Equal([1, 2, 3, 4, 6, 8, 12, 16], new PeriodSet(2, 16).Periods.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32], new PeriodSet(3, 17).Periods.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeriodSet(0, 5));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("need 2 columns", Assert.Throws<ArgumentException>(() => PeriodicSchedule.Pack([2, 3], 1)).Message);
        Assert.Contains("Arm 1 has period -2", Assert.Throws<ArgumentException>(() => PeriodicSchedule.Pack([2, -2], 1)).Message);
        Assert.Contains("N = 1", Assert.Throws<ArgumentOutOfRangeException>(() => PeriodicSchedule.Pack([2], 2)).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_column_that_stays_the_same_keeps_its_beat_only_if_carried(bool carry)
    {
        var due = new DueTimes(4);
        int[] arms = new int[2];
        due.Follow(PeriodicSchedule.Pack([2, 4, 4, 3], 2), carry); // one column with offsets 0, 1, 3, and one for arm 3
        for (int t = 0; t < 5; t++)
            due.Next(arms);
        due.Follow(PeriodicSchedule.Pack([2, 4, 4, 6], 2), carry);
        List<int> order = [];
        for (int t = 5; t < 9; t++)
            order.AddRange(arms.Take(due.Next(arms)).Where(arm => arm < 3));
        Assert.Equal(carry ? [1, 0, 2, 0] : [0, 1, 0, 2], order);
    }
}
