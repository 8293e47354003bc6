using Offprint.Agents.Offline;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>The training of a cell of <see cref="DiversityStudy"/>: all seeds as one population, each with actions of its own.</summary>
internal sealed class DiversityRun : IDisposable
{
    private const int Checkpoints = 20;

    private readonly DiversitySettings _settings;
    private readonly ContinuousBandit _bandit;
    private readonly float[][] _centers;
    private readonly BehaviorEnsemble _ensemble;
    private readonly RandomStream[] _random;
    private readonly Tensor _heldOut;

    public DiversityRun(DiversitySettings settings, IReadOnlyList<Seed> seeds)
    {
        _settings = settings;
        float offset = (float)settings.Offset;
        _centers = [[offset, offset], [offset, -offset], [-offset, offset], [-offset, -offset]];
        _bandit = new([.. _centers.Select(c => new BanditMode(c, 1))]);
        _ensemble = new(_bandit.Spec, seeds, settings.Ensemble);
        _heldOut = Draw([.. seeds.Select(s => s.Derive("held out").Stream())], settings.HeldOut).DetachFromDisposeScope();
        _random = [.. seeds.Select(s => s.Derive("rows").Stream())];
    }

    public DiversityResult Train(RunContext context)
    {
        List<CoveragePoint> course = [new(0, Mean())];
        for (int update = 1; update <= _settings.Updates; update++)
        {
            using var scope = NewDisposeScope();
            context.Cancellation.ThrowIfCancellationRequested();
            Tensor actions = Draw(_random, _settings.BatchSize), state = State(_settings.BatchSize), none = zeros_like(state);
            _ensemble.Update(new(state, actions, none, state, none));
            if (update * Checkpoints % _settings.Updates >= Checkpoints)
                continue;
            context.Report(update, _settings.Updates);
            context.Mark<float>($"{update} updates", _ensemble.Members.Network.Parameters.ValueSpan);
            course.Add(new(update, Mean()));
        }
        return new([.. Coverage().Select(Digits)], [.. Divergences().Select(Digits)], Members(), course);

        double Mean() => Digits(Coverage().Average());
    }

    public void Dispose()
    {
        _heldOut.Dispose();
        _ensemble.Dispose();
    }

    /// <summary>The state is 1 in all rows: from 0, with biases of 0, all members would begin alike and stay so.</summary>
    private static Tensor State(int rows) => ones(1, rows, 1);

    private static double Digits(double value) => StoredNumbers.Significant(value, 6);

    private double[] Coverage()
    {
        using var state = State(_settings.HeldOut);
        return _ensemble.Coverage(state, _heldOut);
    }

    /// <summary>The mean over ordered pairs of members, one a seed.</summary>
    private double[] Divergences()
    {
        using var state = State(1);
        double[][][] all = _ensemble.Divergences(state);
        int count = all.Length;
        return [.. Enumerable.Range(0, _ensemble.Population).Select(p => Enumerable.Range(0, count * count)
            .Where(pair => pair / count != pair % count).Select(pair => all[pair / count][pair % count][p]).DefaultIfEmpty(0).Average())];
    }

    private MemberLaw[] Members()
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, _settings.Ensemble.Count).Select(i =>
        {
            var law = (DiagonalGaussian)_ensemble.Member(i).Distribution(State(1));
            return new MemberLaw(First(law.Mean), First(law.LogDeviation.exp()));
        })];

        static double[] First(Tensor of) => [.. of[0, 0].data<float>().Select(v => Digits(v))];
    }

    /// <summary>Logged actions, [P, rows, 2].</summary>
    private Tensor Draw(IReadOnlyList<RandomStream> random, int rows)
    {
        float[] actions = new float[random.Count * rows * 2], rewards = new float[rows];
        for (int p = 0; p < random.Count; p++)
            _bandit.Log(_centers, [0.25, 0.25, 0.25, 0.25], _settings.Spread, random[p], actions.AsSpan(p * rows * 2, rows * 2), rewards);
        return tensor(actions, [random.Count, rows, 2]);
    }
}
