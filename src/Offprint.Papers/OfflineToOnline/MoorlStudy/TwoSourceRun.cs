using System.Runtime.InteropServices;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>The training of a cell of <see cref="TwoSourceStudy"/>: all seeds as one population, each with points of its own.</summary>
internal sealed class TwoSourceRun : IDisposable
{
    private static readonly (double Low, double High)[] s_ranges = [(0, 1), (0.8, 2)]; // offline, online

    private readonly TwoSourceSettings _settings;
    private readonly PopulationRandom _random;
    private readonly Mlp _network;
    private readonly Adam _adam;
    private readonly Reptile _reptile;
    private readonly float[][][] _x, _y; // [source][seed][row]
    private readonly Tensor _inputs, _targets, _grid;
    private readonly int[] _source;

    public TwoSourceRun(TwoSourceSettings settings, IReadOnlyList<Seed> seeds)
    {
        _settings = settings;
        _random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("batches"))]);
        _network = new Mlp(new(1, 1, settings.Hidden, Activation.Tanh), seeds);
        _adam = new Adam(_network.Parameters, new(settings.LearningRate));
        _reptile = new Reptile(_network.Parameters);
        (_x, _y) = (new float[2][][], new float[2][][]);
        for (int source = 0; source < 2; source++)
        {
            var drawn = seeds.Select(seed => Draw(seed.Derive("points").Derive((ulong)source).Stream(), s_ranges[source])).ToList();
            (_x[source], _y[source]) = ([.. drawn.Select(d => d.X)], [.. drawn.Select(d => d.Y)]);
        }
        _inputs = zeros([seeds.Count, settings.BatchSize, 1]).DetachFromDisposeScope();
        _targets = zeros([seeds.Count, settings.BatchSize, 1]).DetachFromDisposeScope();
        _grid = tensor([.. TwoSourceStudy.Grid.Select(x => (float)x)]).view(1, -1, 1).DetachFromDisposeScope();
        _source = new int[seeds.Count];
    }

    public TwoSourceResult Train(RunContext context)
    {
        var checkpoints = Enumerable.Range(1, _settings.Checkpoints)
            .Select(i => (int)((long)i * _settings.Iterations / _settings.Checkpoints)).ToHashSet();
        List<int> steps = [];
        List<double[]> left = [], right = [], overlap = [];
        double[][] curves = [];
        for (int iteration = 1; iteration <= _settings.Iterations; iteration++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Iterate(iteration);
            if (!checkpoints.Contains(iteration))
                continue;
            context.Report(iteration, _settings.Iterations);
            context.Mark<float>($"{iteration} iterations", _network.Parameters.ValueSpan);
            curves = Predict();
            steps.Add(iteration * _settings.InnerSteps);
            left.Add(Errors(curves, 0, 1));
            right.Add(Errors(curves, 1, 2));
            overlap.Add(Errors(curves, 0.8, 1));
        }
        return new(steps, left, right, overlap, [.. curves[0].Select(y => StoredNumbers.Significant(y, 5))]);
    }

    public void Dispose()
    {
        _reptile.Dispose();
        _network.Dispose();
        _random.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
        _grid.Dispose();
    }

    private void Iterate(int iteration)
    {
        for (int p = 0; p < _source.Length; p++)
        {
            _source[p] = _settings.Method switch
            {
                SequentialRegression => iteration <= _settings.Iterations / 2 ? 0 : 1,
                ReptileRegression => _random.Host(p).NextDouble() < 0.5 ? 0 : 1,
                _ => -1, // both in each batch
            };
        }
        _reptile.Begin();
        for (int k = 0; k < _settings.InnerSteps; k++)
            Learn();
        if (_settings.Method is ReptileRegression reptile)
            _reptile.Step(reptile.MetaRate);
    }

    private void Learn()
    {
        using var scope = NewDisposeScope();
        Span<float> x = MemoryMarshal.Cast<byte, float>(_inputs.bytes), y = MemoryMarshal.Cast<byte, float>(_targets.bytes);
        for (int p = 0, row = 0; p < _source.Length; p++)
        {
            for (int i = 0; i < _settings.BatchSize; i++, row++)
            {
                int source = _source[p] >= 0 ? _source[p] : i % 2, drawn = _random.Host(p).NextInt(_settings.Rows);
                (x[row], y[row]) = (_x[source][p][drawn], _y[source][p][drawn]);
            }
        }
        (_network.Forward(_inputs) - _targets).Squared().mean([1, 2]).sum([0]).backward();
        _adam.Step();
    }

    private double[][] Predict()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        float[] all = _network.Forward(_grid).contiguous().data<float>().ToArray();
        return [.. all.Chunk(TwoSourceStudy.Grid.Count).Select(member => Array.ConvertAll(member, value => (double)value))];
    }

    private static double[] Errors(double[][] curves, double low, double high)
    {
        int[] points = [.. Enumerable.Range(0, TwoSourceStudy.Grid.Count)
            .Where(i => TwoSourceStudy.Grid[i] >= low && TwoSourceStudy.Grid[i] <= high)];
        return [.. curves.Select(curve => StoredNumbers.Significant(
            Math.Sqrt(points.Average(i => Math.Pow(curve[i] - TwoSourceStudy.Curve(TwoSourceStudy.Grid[i]), 2))), 5))];
    }

    private (float[] X, float[] Y) Draw(RandomStream random, (double Low, double High) range)
    {
        (float[] x, float[] y) = (new float[_settings.Rows], new float[_settings.Rows]);
        for (int i = 0; i < x.Length; i++)
        {
            double at = random.NextUniform(range.Low, range.High);
            (x[i], y[i]) = ((float)at, (float)(TwoSourceStudy.Curve(at) + _settings.Noise * random.NextNormal()));
        }
        return (x, y);
    }
}
