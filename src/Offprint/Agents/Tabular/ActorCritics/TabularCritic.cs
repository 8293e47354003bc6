using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// One-hot features: f_h = min((R + Σ_s' M(s') V_{h+1}(s'))/(N + λ) + c/√(N + λ), V_max,h) with visits N, summed rewards R and
/// transitions M of the pair. The determinant of a stage grows where N + λ of a pair does, so pairs are what growth is asked of.
/// </summary>
internal sealed class TabularCritic : LsviCritic
{
    private readonly int _states, _actions;
    private readonly double[] _visits, _last, _rewards, _transitions;

    public TabularCritic(EpisodicTask task, NoraOptions options)
        : base(task, options)
    {
        (_states, _actions) = (task.Mdp.States, task.Mdp.Actions);
        int pairs = (task.PoolsStages ? 1 : task.Horizon) * _states * _actions;
        (_visits, _last, _rewards) = (new double[pairs], new double[pairs], new double[pairs]);
        _transitions = new double[checked(pairs * _states)];
    }

    public override void Observe(int h, int s, int a, double r, int next)
    {
        int pair = Pair(h, s, a);
        double visits = ++_visits[pair];
        _rewards[pair] += r;
        _transitions[pair * _states + next]++;
        if (visits + Options.Ridge > Options.Growth * (_last[pair] + Options.Ridge))
            Grown();
    }

    private protected override void Fit(int h, ReadOnlySpan<double> next)
    {
        Span<double> values = Values.Stage(h);
        double ceiling = Task.Ceilings[h], bonus = Bonus;
        for (int i = 0, pair = Pair(h, 0, 0); i < values.Length; i++, pair++)
        {
            double count = _visits[pair] + Options.Ridge;
            double mean = _visits[pair] == 0 ? 0
                : (_rewards[pair] + SpanMath.Dot(_transitions.AsSpan(pair * _states, _states), next)) / count;
            values[i] = Math.Min(mean + bonus / Math.Sqrt(count), ceiling);
        }
    }

    private protected override void Remember() => _visits.CopyTo(_last, 0);

    private int Pair(int h, int s, int a) => ((Task.PoolsStages ? 0 : h) * _states + s) * _actions + a;
}
