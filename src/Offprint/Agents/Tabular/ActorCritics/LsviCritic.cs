using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// Least-squares value iteration with a bonus, fitted when the data have grown: backwards from the last stage
/// $w_h = \Lambda_h^{-1} \sum \varphi\,(r + V_{h+1}(s'))$ and
/// $f_h = \min(\varphi^\top w_h + c\sqrt{\varphi^\top \Lambda_h^{-1} \varphi},\ V_{\max,h})$, where V is the greatest f over actions
/// (target Q*) or its mean under the actor (target Q^π).
/// </summary>
public abstract class LsviCritic
{
    private readonly double[] _stateValues;
    private bool _grown;

    private protected LsviCritic(EpisodicTask task, NoraOptions options)
    {
        (Task, Options) = (task, options);
        Values = new(task.Mdp.States, task.Mdp.Actions, task.Horizon);
        _stateValues = new double[task.Mdp.States];
    }

    /// <summary>f_h(s, a), [H, S, A], of the last fit.</summary>
    public StateActionTable Values { get; }

    /// <summary>How often the critic was fitted.</summary>
    public int Updates { get; private set; }

    /// <summary>Whether the rule of switching asks for a fit.</summary>
    public bool ShouldUpdate => Updates == 0 || Options.Switching switch
    {
        SwitchRule.EveryEpisode => true,
        SwitchRule.Growth => _grown,
        _ => false,
    };

    private protected EpisodicTask Task { get; }

    private protected NoraOptions Options { get; }

    /// <summary>c in the unit of rewards.</summary>
    private protected double Bonus => Options.Bonus * Task.Ceilings[0];

    /// <summary>A critic for a task: of tables, or linear where the task has features.</summary>
    /// <param name="task">The task.</param>
    /// <param name="options">Ridge, bonus, target and the rule of switching.</param>
    /// <returns>A critic without data.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static LsviCritic Create(EpisodicTask task, NoraOptions options)
    {
        options.Validate();
        return task.Features is { } features ? new LinearCritic(task, options, features) : new TabularCritic(task, options);
    }

    /// <summary>Takes in a step.</summary>
    /// <param name="h">The stage.</param>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <param name="r">The reward.</param>
    /// <param name="next">The next state.</param>
    public abstract void Observe(int h, int s, int a, double r, int next);

    /// <summary>Takes in all rows of a data set.</summary>
    /// <param name="data">Rows of the task's shape.</param>
    /// <exception cref="ArgumentException">The shape differs, or a stage is beyond the horizon.</exception>
    public void Observe(TabularDataset data)
    {
        if ((data.StateCount, data.ActionCount) != (Task.Mdp.States, Task.Mdp.Actions))
            throw new ArgumentException(
                $"Offline data of {data.StateCount} states and {data.ActionCount} actions; {Task.Mdp.Name} has {Task.Mdp.States} and " +
                $"{Task.Mdp.Actions}.", nameof(data));
        for (int i = 0; i < data.Count; i++)
        {
            if (data.Stages[i] >= Task.Horizon)
                throw new ArgumentException(
                    $"Row {i} of the offline data is of stage {data.Stages[i]}; {Task.Mdp.Name} has {Task.Horizon}.", nameof(data));
            Observe(data.Stages[i], data.States[i], data.Actions[i], data.Rewards[i], data.Next[i]);
        }
    }

    /// <summary>Fits all stages, backwards.</summary>
    /// <param name="policy">The actor's probabilities, [H, S, A]: used where the target is Q^π.</param>
    public void Update(StateActionTable policy)
    {
        Array.Clear(_stateValues);
        for (int h = Task.Horizon - 1; h >= 0; h--)
        {
            Fit(h, _stateValues);
            for (int s = 0; s < _stateValues.Length; s++)
                _stateValues[s] = StateValue(Values.Row(s, h), policy.Row(s, h));
        }
        Remember();
        _grown = false;
        Updates++;
    }

    /// <summary>Fills f_h from the values of the next stage.</summary>
    private protected abstract void Fit(int h, ReadOnlySpan<double> next);

    /// <summary>Keeps what growth is measured against.</summary>
    private protected abstract void Remember();

    private protected void Grown() => _grown = true;

    private double StateValue(ReadOnlySpan<double> values, ReadOnlySpan<double> policy)
    {
        if (Options.Target == CriticTarget.Optimal)
            return values[StateActionTable.Greatest(values)];
        double sum = 0;
        for (int a = 0; a < values.Length; a++)
            sum += policy[a] * values[a];
        return sum;
    }
}
