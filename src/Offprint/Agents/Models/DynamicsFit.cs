using Offprint.Datasets.Offline;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Models;

/// <summary>The training of an <see cref="EnsembleDynamics"/>; seeds stop on their own, members keep their best weights.</summary>
internal sealed class DynamicsFit : IDisposable
{
    private readonly OfflineDataset _data;
    private readonly DynamicsOptions _options;
    private readonly IReadOnlyList<Seed> _seeds;
    private readonly EnsembleDynamics _model;
    private readonly ParameterBuffer _best;
    private readonly Adam _adam;
    private readonly Tensor _inputs, _targets, _heldInputs, _heldTargets;
    private readonly double[] _variance;
    private readonly int[][] _rows; // of each network: its bootstrap sample
    private readonly RandomStream[] _random;
    private readonly double[] _errors;

    public DynamicsFit(OfflineDataset data, DynamicsOptions options, IReadOnlyList<Seed> seeds)
    {
        (_data, _options, _seeds) = (data, options, seeds);
        if (options.Elites > options.Members)
            throw new ArgumentException($"{options.Elites} elites of {options.Members} networks.", nameof(options));
        if (options.Decay.Count != options.Hidden.Count + 1)
            throw new ArgumentException($"{options.Decay.Count} penalties for {options.Hidden.Count + 1} layers.", nameof(options));
        using var scope = NewDisposeScope();
        (_inputs, _targets) = Transitions(data);
        int count = (int)_inputs.shape[0];
        if (count <= options.HeldOut)
            throw new ArgumentException($"'{data.Name}' has {count} transitions; {options.HeldOut} are held out.", nameof(data));
        _variance = [.. _targets.to_type(ScalarType.Float64).var([0], unbiased: false).data<double>()];
        _model = new(data.Spec, options, options.Members, seeds, InputScale.Of(_inputs));
        _best = _model.Network.Parameters.Snapshot();
        _adam = new(_model.Network.Parameters, options.Adam);
        _random = [.. seeds.SelectMany(seed => Enumerable.Range(0, options.Members)
            .Select(m => seed.Derive("bootstrap").Derive((ulong)m).Stream()))];
        _errors = [.. Enumerable.Repeat(double.PositiveInfinity, _random.Length)];
        _rows = new int[_random.Length][];
        long[] held = new long[seeds.Count * options.HeldOut];
        for (int p = 0; p < seeds.Count; p++)
            Split(p, count, held.AsSpan(p * options.HeldOut, options.HeldOut));
        _heldInputs = Gather(_inputs, held, seeds.Count).DetachFromDisposeScope();
        _heldTargets = Gather(_targets, held, seeds.Count).DetachFromDisposeScope();
    }

    /// <summary>Epochs until no seed improves any more.</summary>
    public void Train(Action<double>? progress, CancellationToken cancellation)
    {
        int[] waited = new int[_seeds.Count];
        bool[] active = [.. Enumerable.Repeat(true, _random.Length)];
        for (int epoch = 0; epoch < _options.Epochs && active.Contains(true); epoch++)
        {
            Epoch(active, cancellation);
            double[] errors = HeldOutErrors();
            for (int p = 0; p < _seeds.Count; p++)
            {
                if (!active[p * _options.Members])
                    continue;
                waited[p] = Improves(p, errors) ? 0 : waited[p] + 1;
                active.AsSpan(p * _options.Members, _options.Members).Fill(waited[p] < _options.Patience);
            }
            progress?.Invoke((epoch + 1.0) / _options.Epochs);
        }
    }

    /// <summary>The networks of each seed with the least held-out error, with the weights that gave it.</summary>
    public EnsembleDynamics Elites()
    {
        var errors = _errors.Chunk(_options.Members).ToList();
        var elites = new EnsembleDynamics(_data.Spec, _options, _options.Elites, _seeds, new(_model.Scale.Mean, _model.Scale.Deviation))
        {
            HeldOutErrors = errors,
        };
        for (int p = 0; p < _seeds.Count; p++)
        {
            int[] order = [.. Enumerable.Range(0, _options.Members).OrderBy(m => errors[p][m])];
            for (int e = 0; e < _options.Elites; e++)
                elites.Network.Parameters.CopyMember(p * _options.Elites + e, _best, p * _options.Members + order[e]);
        }
        return elites;
    }

    public void Dispose()
    {
        _model.Dispose();
        _best.Dispose();
        foreach (Tensor own in (Tensor[])[_inputs, _targets, _heldInputs, _heldTargets])
            own.Dispose();
    }

    /// <summary>(s, a) and (s′ − s, r) of all rows whose successor is known.</summary>
    private static (Tensor Inputs, Tensor Targets) Transitions(OfflineDataset data)
    {
        int observation = data.Observations.Width, action = data.Actions.Width;
        List<float> inputs = new(data.Count * (observation + action)), targets = new(data.Count * (observation + 1));
        foreach (Episode episode in data.Episodes)
        {
            int kept = episode.Length - (data.Next is null ? 1 : 0);
            for (int row = episode.Start; row < episode.Start + kept; row++)
            {
                ReadOnlySpan<float> state = data.Observations.Row(row),
                    next = data.Next is null ? data.Observations.Row(row + 1) : data.Next.Row(row);
                inputs.AddRange(state);
                inputs.AddRange(data.Actions.Row(row));
                for (int i = 0; i < observation; i++)
                    targets.Add(next[i] - state[i]);
                targets.Add(data.Rewards[row]);
            }
        }
        long count = targets.Count / (observation + 1);
        return (tensor(inputs, [count, observation + action]).DetachFromDisposeScope(),
            tensor(targets, [count, observation + 1]).DetachFromDisposeScope());
    }

    /// <summary>Holds rows of a seed out and draws its networks' bootstrap samples from the rest.</summary>
    private void Split(int seed, int count, Span<long> held)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        _seeds[seed].Derive("held out").Stream().Shuffle(order.AsSpan());
        int first = held.Length, rest = Math.Min(_options.Rows ?? count, count - first);
        for (int i = 0; i < first; i++)
            held[i] = order[i];
        for (int m = seed * _options.Members; m < (seed + 1) * _options.Members; m++)
            _rows[m] = [.. Enumerable.Range(0, rest).Select(_ => order[first + _random[m].NextInt(rest)])];
    }

    private void Epoch(bool[] active, CancellationToken cancellation)
    {
        for (int m = 0; m < _rows.Length; m++)
        {
            if (active[m])
                _random[m].Shuffle(_rows[m].AsSpan());
        }
        int size = _options.BatchSize, count = _rows[0].Length;
        for (int start = 0; start < count; start += size)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var enabled = enable_grad(); // whoever calls may want no gradients of what follows
            int width = Math.Min(size, count - start);
            long[] batch = [.. _rows.SelectMany(rows => rows.Skip(start).Take(width).Select(row => (long)row))];
            Loss(Gather(_inputs, batch, _rows.Length), Gather(_targets, batch, _rows.Length)).sum().backward();
            _adam.Step(1, active);
        }
    }

    /// <summary>The loss of each network, [P · M].</summary>
    private Tensor Loss(Tensor inputs, Tensor targets)
    {
        (Tensor mean, Tensor logVariance) = _model.Law(inputs);
        (Tensor low, Tensor high) = _model.Bounds();
        Tensor loss = ((mean - targets).Squared() * (-logVariance).exp() + logVariance).mean([1, 2])
            + _options.BoundWeight * (high - low).sum([1, 2]);
        for (int layer = 0; layer < _options.Decay.Count; layer++)
            loss = loss + _model.Network.Parameters[$"layer{layer}.weight"].Squared().sum([1, 2]) * (_options.Decay[layer] / 2);
        return loss;
    }

    /// <summary>Keeps the weights of networks that have improved; whether one has.</summary>
    private bool Improves(int seed, double[] errors)
    {
        bool any = false;
        for (int m = seed * _options.Members; m < (seed + 1) * _options.Members; m++)
        {
            if (!(errors[m] < _errors[m] * (1 - _options.Improvement)))
                continue;
            (_errors[m], any) = (errors[m], true);
            _best.CopyMember(m, _model.Network.Parameters, m);
        }
        return any;
    }

    /// <summary>Mean squared errors on held-out rows, each coordinate in units of its variance, [P · M].</summary>
    private double[] HeldOutErrors()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        int members = _options.Members;
        Tensor Repeated(Tensor rows) => rows.repeat_interleave(members, 0);
        Tensor error = (_model.Law(Repeated(_heldInputs)).Mean - Repeated(_heldTargets)).Squared().to_type(ScalarType.Float64).mean([1]);
        double[] each = [.. error.contiguous().data<double>()];
        return [.. each.Chunk(_variance.Length).Select(row => row.Zip(_variance, (e, v) => v > 0 ? e / v : 0).Average())];
    }

    private static Tensor Gather(Tensor rows, long[] index, int groups) =>
        rows.index_select(0, tensor(index)).view(groups, index.Length / groups, rows.shape[1]);
}
