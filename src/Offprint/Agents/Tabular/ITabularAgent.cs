using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular;

/// <summary>An agent that learns while it acts in a finite MDP. <see cref="TabularRun"/> drives it.</summary>
public interface ITabularAgent
{
    /// <summary>
    /// The policy it follows now; asked for at the start of an episode, to compute exact regret. An agent that has not changed its policy
    /// returns the same object, which spares the evaluation.
    /// </summary>
    TabularPolicy Policy { get; }

    /// <summary>Chooses an action.</summary>
    /// <param name="h">The stage, from 0; the number of the step where there are no episodes is not given, h is 0.</param>
    /// <param name="s">The state.</param>
    /// <returns>The action.</returns>
    int Act(int h, int s);

    /// <summary>Learns from a step.</summary>
    /// <param name="h">The stage.</param>
    /// <param name="s">The state.</param>
    /// <param name="a">The action taken.</param>
    /// <param name="r">The reward.</param>
    /// <param name="next">The next state.</param>
    void Observe(int h, int s, int a, double r, int next);

    /// <summary>Tells that the episode is over and the next one begins in a new first state.</summary>
    void EndEpisode();
}
