using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy.Logged;

namespace Offprint.Papers.OffPolicy.SharpeRatioStudy;

/// <summary>A log of a tabular MDP of finite horizon as the columns that estimators take.</summary>
/// <param name="log">Whole episodes of T steps.</param>
/// <param name="behavior">π_b.</param>
/// <param name="horizon">T.</param>
internal sealed class TabularColumns(TabularDataset log, TabularPolicy behavior, int horizon)
{
    private readonly int _trajectories = log.Count / horizon;

    /// <summary>The log.</summary>
    public LoggedSteps Steps() => new(_trajectories, horizon, Column((row, _, _, _) => log.Rewards[row]),
        Column((_, s, a, h) => behavior.Probability(s, a, h)));

    /// <summary>A policy on the log, its values and ratios those of an MDP: the true one, or an estimate of it.</summary>
    public TargetPolicy Target(TabularMdp mdp, TabularPolicy policy, string label)
    {
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy);
        StateActionTable own = Occupancy.Of(mdp, policy), logged = Occupancy.Of(mdp, behavior);
        double[][] states = [.. Enumerable.Range(0, horizon).Select(h =>
            own.StateSums(h).Zip(logged.StateSums(h), (p, b) => b > 0 ? p / b : 0).ToArray())];
        return new(label, Column((_, s, a, h) => policy.Probability(s, a, h)))
        {
            Values = Column((_, s, _, h) => value.Values[h][s]), ActionValues = Column((_, s, a, h) => value.ActionValues[s, a, h]),
            StateActionRatio = Column((_, s, a, h) => logged[s, a, h] > 0 ? own[s, a, h] / logged[s, a, h] : 0),
            StateRatio = Column((_, s, _, h) => states[h][s]),
        };
    }

    /// <summary>Time-major: step t of trajectory n is row n·T + t of the data set.</summary>
    private double[] Column(Func<int, int, int, int, double> value)
    {
        double[] column = new double[horizon * _trajectories];
        for (int n = 0; n < _trajectories; n++)
        {
            for (int h = 0; h < horizon; h++)
            {
                int row = n * horizon + h;
                column[h * _trajectories + n] = value(row, log.States[row], log.Actions[row], h);
            }
        }
        return column;
    }
}
