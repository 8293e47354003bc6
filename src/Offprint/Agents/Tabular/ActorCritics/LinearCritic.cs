using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Agents.Tabular.ActorCritics;

/// <summary>
/// Features of a linear MDP; Λ of each stage follows every step.
/// </summary>
internal sealed class LinearCritic : LsviCritic
{
    private readonly PairFeatures _features;
    private readonly Stage[] _stages;
    private readonly double[] _sum, _weights;

    public LinearCritic(EpisodicTask task, NoraOptions options, PairFeatures features)
        : base(task, options)
    {
        if ((features.States, features.Actions) != (task.Mdp.States, task.Mdp.Actions))
            throw new ArgumentException(
                $"Features of {features.States} states and {features.Actions} actions for {task.Mdp.Name} of {task.Mdp.States} and " +
                $"{task.Mdp.Actions}.", nameof(features));
        _features = features;
        int d = features.Dimension;
        (_sum, _weights) = (new double[d], new double[d]);
        _stages = [.. Enumerable.Range(0, task.PoolsStages ? 1 : task.Horizon).Select(_ => new Stage(d, options.Ridge))];
    }

    public override void Observe(int h, int s, int a, double r, int next)
    {
        Stage stage = Of(h);
        stage.Add(new(s, a, r, next), _features.Of(s, a));
        if (stage.Covariance.LogDeterminant > Math.Log(Options.Growth) + stage.LastLogDeterminant)
            Grown();
    }

    private protected override void Fit(int h, ReadOnlySpan<double> next)
    {
        Stage stage = Of(h);
        Array.Clear(_sum);
        foreach (ref readonly Row row in stage.Rows)
            SpanMath.AddScaled(_features.Of(row.S, row.A), row.R + next[row.Next], _sum);
        stage.Covariance.Solve(_sum, _weights);
        double ceiling = Task.Ceilings[h], bonus = Bonus;
        for (int s = 0; s < _features.States; s++)
        {
            Span<double> values = Values.Row(s, h);
            for (int a = 0; a < values.Length; a++)
            {
                ReadOnlySpan<double> phi = _features.Of(s, a);
                values[a] = SpanMath.Dot(phi, _weights);
                if (bonus > 0)
                    values[a] += bonus * stage.Covariance.Uncertainty(phi);
                values[a] = Math.Min(values[a], ceiling);
            }
        }
    }

    private protected override void Remember()
    {
        foreach (Stage stage in _stages)
            stage.LastLogDeterminant = stage.Covariance.LogDeterminant;
    }

    private Stage Of(int h) => _stages[_stages.Length == 1 ? 0 : h];

    private readonly record struct Row(int S, int A, double R, int Next);

    /// <summary>What is known of a stage: its rows and Λ.</summary>
    private sealed class Stage(int dimension, double ridge)
    {
        private Row[] _rows = new Row[64];
        private int _count;

        public FeatureCovariance Covariance { get; } = new(dimension, ridge);

        public double LastLogDeterminant { get; set; } = dimension * Math.Log(ridge);

        public ReadOnlySpan<Row> Rows => _rows.AsSpan(0, _count);

        public void Add(Row row, ReadOnlySpan<double> phi)
        {
            if (_count == _rows.Length)
                Array.Resize(ref _rows, 2 * _count);
            _rows[_count++] = row;
            Covariance.Add(phi);
        }
    }
}
