using Offprint.Datasets.Tabular;

namespace Offprint.Agents.Tabular.Collection;

/// <summary>
/// What a requirement still asks for: deficits of pairs, the undersampled states G, and when how much of it was met. Updates after a step
/// look at one pair only, unless a round ends.
/// </summary>
internal sealed class SamplingProgress
{
    private readonly TransitionCounts _counts;
    private readonly ISamplingRequirement _rule;
    private readonly int[] _required, _missingActions;
    private readonly long[] _stateTimes, _pairTimes;
    private readonly int _actions;
    private int _statesTimed, _pairsTimed;

    public SamplingProgress(TransitionCounts counts, ISamplingRequirement rule)
    {
        (_counts, _rule, _actions) = (counts, rule, counts.ActionCount);
        int pairs = counts.StateCount * counts.ActionCount;
        (_required, _missingActions) = (new int[pairs], new int[counts.StateCount]);
        (_stateTimes, _pairTimes) = (new long[counts.StateCount], new long[pairs]);
        Assess();
        Advance();
    }

    /// <summary>How many states have an undersampled action: |G|.</summary>
    public int UndersampledStates { get; private set; }

    public int UndersampledPairs { get; private set; }

    public bool IsMet => UndersampledPairs == 0;

    public int Round { get; private set; }

    /// <summary>Raised whenever G changes.</summary>
    public int GoalVersion { get; private set; }

    /// <summary>The step after which i + 1 states had all their samples for the first time, as far as that happened.</summary>
    public long[] StateTimes => _stateTimes[.._statesTimed];

    /// <summary>The same for pairs.</summary>
    public long[] PairTimes => _pairTimes[.._pairsTimed];

    public bool IsUndersampled(int s) => _missingActions[s] > 0;

    public int Deficit(int s, int a) => Math.Max(0, _required[s * _actions + a] - _counts.N(s, a));

    /// <summary>The action of the largest deficit, of equal ones the lowest.</summary>
    public int MostMissing(int s)
    {
        int best = 0;
        for (int a = 1; a < _actions; a++)
        {
            if (Deficit(s, a) > Deficit(s, best))
                best = a;
        }
        return best;
    }

    /// <summary>The undersampled states, or of them those with the largest deficit of an action.</summary>
    public void Goal(List<int> goal, bool largestOnly)
    {
        goal.Clear();
        int largest = 0;
        for (int s = 0; s < _missingActions.Length; s++)
        {
            if (_missingActions[s] == 0)
                continue;
            int deficit = largestOnly ? Deficit(s, MostMissing(s)) : 0;
            if (deficit > largest)
                goal.Clear();
            if (deficit >= largest)
                goal.Add(s);
            largest = Math.Max(largest, deficit);
        }
    }

    /// <summary>Takes note of a step that was just counted.</summary>
    public void Update(int s, int a)
    {
        int row = s * _actions + a;
        bool before = _required[row] > _counts.N(s, a) - 1;
        _required[row] = _rule.Required(s, a, _counts, Round);
        bool now = _required[row] > _counts.N(s, a);
        if (before == now)
            return;
        UndersampledPairs += now ? 1 : -1;
        bool wasGoal = _missingActions[s] > 0;
        _missingActions[s] += now ? 1 : -1;
        bool isGoal = _missingActions[s] > 0;
        if (wasGoal != isGoal)
        {
            UndersampledStates += isGoal ? 1 : -1;
            GoalVersion++;
        }
        Advance();
    }

    /// <summary>Begins new rounds while everything is met.</summary>
    private void Advance()
    {
        Time();
        while (IsMet && Round < _rule.Rounds - 1)
        {
            Round++;
            Assess();
        }
    }

    private void Assess()
    {
        (UndersampledStates, UndersampledPairs) = (0, 0);
        GoalVersion++;
        for (int s = 0; s < _missingActions.Length; s++)
        {
            _missingActions[s] = 0;
            for (int a = 0; a < _actions; a++)
            {
                int required = _required[s * _actions + a] = _rule.Required(s, a, _counts, Round);
                if (required > _counts.N(s, a))
                    _missingActions[s]++;
            }
            UndersampledPairs += _missingActions[s];
            UndersampledStates += _missingActions[s] > 0 ? 1 : 0;
        }
    }

    private void Time()
    {
        while (_statesTimed < _stateTimes.Length - UndersampledStates)
            _stateTimes[_statesTimed++] = _counts.Total;
        while (_pairsTimed < _pairTimes.Length - UndersampledPairs)
            _pairTimes[_pairsTimed++] = _counts.Total;
    }
}
