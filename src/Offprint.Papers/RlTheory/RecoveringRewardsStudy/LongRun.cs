using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;

namespace Offprint.Papers.RlTheory.RecoveringRewardsStudy;

/// <summary>Mean rewards of policies without a closed form.</summary>
internal static class LongRun
{
    private const int WarmUp = 400, Periods = 4000;

    /// <summary>The mean reward over 4,000 periods after 400, without noise.</summary>
    public static double MeanReward(RecoveryTable table, int pulls, IBanditAgent agent, CancellationToken cancellation)
    {
        var bandit = new RecoveringBandit(table, new(pulls) { NoiseDeviation = 0 }, default);
        double[] totals = BanditRun.Play(agent, bandit, [WarmUp, WarmUp + Periods], cancellation);
        return (totals[1] - totals[0]) / Periods;
    }
}

/// <summary>Whether schedules keep their rules, by going through them period by period.</summary>
internal static class ScheduleCheck
{
    /// <summary>
    /// Counts the periods in which two arms of one column meet, over the column's whole cycle, the gaps that are not the arm's period, and
    /// the columns beyond K. Zero means that no period ever needs more than K pulls.
    /// </summary>
    public static int Violations(PeriodicSchedule schedule, int pulls)
    {
        int violations = Math.Max(0, schedule.ColumnCount - pulls);
        int[] columns = schedule.Columns.ToArray();
        foreach (var column in Enumerable.Range(0, columns.Length).Where(i => columns[i] >= 0).GroupBy(i => columns[i]))
        {
            int[] arms = [.. column], last = new int[columns.Length];
            int cycle = arms.Max(i => schedule.Periods[i]); // of one odd part times powers of two: the longest is a multiple of all
            Array.Fill(last, -1);
            for (int t = 0; t < 2 * cycle; t++)
            {
                int[] due = [.. arms.Where(i => schedule.IsDue(i, t))];
                violations += Math.Max(0, due.Length - 1) + due.Count(i => last[i] >= 0 && t - last[i] != schedule.Periods[i]);
                foreach (int arm in due)
                    last[arm] = t;
            }
            violations += arms.Count(i => last[i] < 0);
        }
        return violations;
    }
}
