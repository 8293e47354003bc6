using Offprint.Environments;

namespace Offprint.Agents.Collection;

/// <summary>The rows of one episode as they come.</summary>
/// <param name="number">Which episode of a log.</param>
internal sealed class EpisodeRecord(int number)
{
    public int Number => number;

    public List<float> Observations { get; } = [];

    public List<float> Actions { get; } = [];

    public List<float> Rewards { get; } = [];

    public List<float> Next { get; } = [];

    public List<float> Infos { get; } = [];

    /// <summary>log π(a|s) of the rows; empty where the law is not known.</summary>
    public List<float> LogProbabilities { get; } = [];

    /// <summary>How the last row ended.</summary>
    public StepResult End { get; private set; }

    public int Rows => Rewards.Count;

    /// <summary>What stands before a step: the observation and the state beside it.</summary>
    public void Begin(ReadOnlySpan<float> observation, ReadOnlySpan<float> info)
    {
        Observations.AddRange(observation);
        Infos.AddRange(info);
    }

    public void Finish(ReadOnlySpan<float> action, StepResult result, ReadOnlySpan<float> next)
    {
        Actions.AddRange(action);
        Rewards.Add((float)result.Reward);
        Next.AddRange(next);
        End = result;
    }
}
