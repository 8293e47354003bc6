using Offprint.Estimators.OffPolicy.Logged;
using Offprint.Numerics;

namespace Offprint.Tests.Estimators.OffPolicy.Logged;

/// <summary>
/// Two states, two actions, a short horizon: every trajectory can be written down, with its probability under both policies and the exact
/// values and ratios, computed here from the definitions.
/// </summary>
internal sealed class SmallMdp
{
    private readonly double[] _start = [0.6, 0.4];
    private readonly double[,] _behavior = { { 0.7, 0.3 }, { 0.4, 0.6 } }, _target = { { 0.2, 0.8 }, { 0.5, 0.5 } };
    private readonly double[,,] _next; // s, a, s'
    private readonly double[,] _rewards = { { 1, -0.5 }, { 0.3, 2 } };

    public SmallMdp(int steps, double discount, bool deterministic = false)
    {
        (Steps, Discount) = (steps, discount);
        _next = deterministic ? new double[,,] { { { 1, 0 }, { 0, 1 } }, { { 0, 1 }, { 1, 0 } } }
            : new double[,,] { { { 0.9, 0.1 }, { 0.3, 0.7 } }, { { 0.2, 0.8 }, { 0.6, 0.4 } } };
    }

    public int Steps { get; }

    public double Discount { get; }

    /// <summary>All trajectories (s, a)_t of positive probability under the behavior, with that probability.</summary>
    public List<(int[] States, int[] Actions, double Probability)> Trajectories()
    {
        List<(int[], int[], double)> all = [];
        for (int s = 0; s < 2; s++)
            Extend([], [], s, _start[s]);
        return all;

        void Extend(int[] states, int[] actions, int s, double probability)
        {
            for (int a = 0; a < 2; a++)
            {
                int[] visited = [.. states, s], taken = [.. actions, a];
                double p = probability * _behavior[s, a];
                if (visited.Length == Steps)
                    all.Add((visited, taken, p));
                for (int to = 0; to < 2 && visited.Length < Steps; to++)
                {
                    if (_next[s, a, to] > 0)
                        Extend(visited, taken, to, p * _next[s, a, to]);
                }
            }
        }
    }

    /// <summary>Q_t(s, a) of the target.</summary>
    public double Q(int t, int s, int a)
    {
        double q = _rewards[s, a];
        for (int to = 0; to < 2 && t + 1 < Steps; to++)
            q += Discount * _next[s, a, to] * V(t + 1, to);
        return q;
    }

    public double V(int t, int s) => _target[s, 0] * Q(t, s, 0) + _target[s, 1] * Q(t, s, 1);

    public double Truth => _start[0] * V(0, 0) + _start[1] * V(0, 1);

    /// <summary>d_t(s) under a policy.</summary>
    private double Occupancy(double[,] policy, int t, int s)
    {
        if (t == 0)
            return _start[s];
        double sum = 0;
        for (int from = 0; from < 2; from++)
        {
            for (int a = 0; a < 2; a++)
                sum += Occupancy(policy, t - 1, from) * policy[from, a] * _next[from, a, s];
        }
        return sum;
    }

    /// <summary>The trajectories as a log with exact columns.</summary>
    public (LoggedSteps Log, TargetPolicy Target) Columns(IReadOnlyList<(int[] States, int[] Actions)> trajectories)
    {
        int n = trajectories.Count;
        double[] Column(Func<int, int, int, double> value) =>
            [.. from t in Enumerable.Range(0, Steps) from i in trajectories select value(t, i.States[t], i.Actions[t])];
        var log = new LoggedSteps(n, Steps, Column((_, s, a) => _rewards[s, a]), Column((_, s, a) => _behavior[s, a]), Discount);
        return (log, new("target", Column((_, s, a) => _target[s, a]))
        {
            Values = Column((t, s, _) => V(t, s)), ActionValues = Column(Q),
            StateRatio = Column((t, s, _) => Occupancy(_target, t, s) / Occupancy(_behavior, t, s)),
            StateActionRatio = Column((t, s, a) =>
                Occupancy(_target, t, s) * _target[s, a] / (Occupancy(_behavior, t, s) * _behavior[s, a])),
        });
    }

    /// <summary>A log drawn from the behavior.</summary>
    public List<(int[] States, int[] Actions)> Draw(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        int[] states = new int[Steps], actions = new int[Steps];
        for (int t = 0; t < Steps; t++)
        {
            double stay = t == 0 ? _start[0] : _next[states[t - 1], actions[t - 1], 0];
            states[t] = random.NextDouble() < stay ? 0 : 1;
            actions[t] = random.NextDouble() < _behavior[states[t], 0] ? 0 : 1;
        }
        return (states, actions);
    })];
}
