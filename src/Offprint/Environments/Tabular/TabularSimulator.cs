using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>
/// Draws trajectories of a <see cref="TabularMdp"/>: a few nanoseconds a step, no allocation, and the same steps for the same seed and
/// actions on every machine. Not thread-safe; simulators of one MDP share its tables, so one a seed is cheap.
/// </summary>
public sealed class TabularSimulator
{
    private readonly RandomStream _random;
    private readonly AliasRows _alias;
    private readonly AliasRows _initial;

    /// <summary>Opens a simulator in a drawn first state.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="seed">The seed of all its draws.</param>
    public TabularSimulator(TabularMdp mdp, Seed seed)
    {
        Mdp = mdp;
        _random = seed.Stream();
        _alias = mdp.Table.Alias;
        _initial = TransitionTable.SingleRow(mdp.Initial).Alias;
        Reset();
    }

    /// <summary>The MDP.</summary>
    public TabularMdp Mdp { get; }

    /// <summary>The state it is in.</summary>
    public int State { get; private set; }

    /// <summary>h, the steps since the start of the episode.</summary>
    public int Stage { get; private set; }

    /// <summary>Whether the horizon is reached; never, if there is none.</summary>
    public bool IsOver => Stage >= Mdp.Horizon;

    /// <summary>Begins an episode.</summary>
    /// <returns>The first state, drawn from the start law.</returns>
    public int Reset()
    {
        Stage = 0;
        return State = _initial.Draw(0, _random);
    }

    /// <summary>Goes to a state without a step.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stage">The stage.</param>
    public void MoveTo(int state, int stage = 0)
    {
        Mdp.Row(state, 0, stage);
        (State, Stage) = (state, stage);
    }

    /// <summary>Takes an action.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The drawn reward and the next state, which is now <see cref="State"/>.</returns>
    /// <exception cref="InvalidOperationException">The episode is over.</exception>
    public (double Reward, int Next) Step(int action)
    {
        if (IsOver)
            throw new InvalidOperationException($"{Mdp.Name}: the episode is over after {Mdp.Horizon} steps; call Reset.");
        var step = Draw(State, action, Stage);
        State = step.Next;
        Stage++;
        return step;
    }

    /// <summary>Draws from a pair without moving: a generative model.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="h">The stage.</param>
    /// <returns>A reward and a next state.</returns>
    public (double Reward, int Next) Draw(int s, int a, int h = 0)
    {
        int row = Mdp.Row(s, a, h);
        int next = _alias.Draw(row, _random);
        double mean = Mdp.RewardArray[row];
        return (Mdp.Noise.Kind == RewardNoiseKind.None ? mean : Mdp.Noise.Draw(mean, _random), next);
    }
}
