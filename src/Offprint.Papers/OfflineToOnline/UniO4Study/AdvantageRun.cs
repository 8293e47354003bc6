using Offprint.Agents.Offline;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Statistics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>The measurement of a cell of <see cref="AdvantageStudy"/>.</summary>
internal sealed class AdvantageRun : IDisposable
{
    private readonly AdvantageSettings _settings;
    private readonly RunContext _context;
    private readonly OfflineDataset _data;
    private readonly Normalizer _observations;
    private readonly double _scale;
    private readonly ImplicitQLearning _values;
    private readonly BehaviorEnsemble _clones;
    private readonly MujocoEnvironment[] _bodies; // action after action, each as often as it is repeated

    public AdvantageRun(AdvantageSettings settings, RunContext context)
    {
        (_settings, _context) = (settings, context);
        _data = settings.Data.Load(context.Seeds[0], context);
        TransitionOptions view = settings.Values.Method.View.Of(_data);
        (_observations, _scale) = (view.Observations!, view.Reward?.Scale ?? 1);
        _values = (ImplicitQLearning)settings.Values.Method.Agent.Create(_data.Spec, context.Seeds);
        _clones = (BehaviorEnsemble)settings.Behavior.Method.Agent.Create(_data.Spec, context.Seeds);
        _bodies = [.. Enumerable.Range(0, settings.Actions * settings.Repeats)
            .Select(_ => (MujocoEnvironment)settings.Data.Environment())];
    }

    public AdvantageResult Run()
    {
        _settings.Values.CarryOver(_values, _settings.Data, _data, _context.Seeds, _context);
        _settings.Behavior.CarryOver(_clones, _settings.Data, _data, _context.Seeds, _context);
        var seeds = Enumerable.Range(0, _context.Seeds.Count).Select(Seed).ToList();
        return new([.. seeds.Select(s => s.States)], [.. seeds.Select(s => s.Actions)], [.. seeds.Select(s => s.Halves)],
            [.. seeds.Select(s => s.TrueSpread)], [.. seeds.Select(s => s.CriticSpread)]);
    }

    public void Dispose()
    {
        _values.Dispose();
        _clones.Dispose();
        foreach (MujocoEnvironment body in _bodies)
            body.Dispose();
    }

    private (double States, double Actions, double Halves, double TrueSpread, double CriticSpread) Seed(int member)
    {
        RandomStream pick = _context.Seeds[member].Derive("states").Stream();
        using var random = new PopulationRandom([_context.Seeds[member].Derive("actions")]);
        int states = _settings.States, half = _settings.Repeats / 2;
        double[] trueMeans = new double[states], criticMeans = new double[states];
        double agreement = 0, halves = 0, trueSpread = 0, criticSpread = 0;
        for (int i = 0; i < states; i++)
        {
            _context.Report(member + (double)i / states, _context.Seeds.Count);
            int row = pick.NextInt(_data.Count);
            (float[] actions, double[] critic) = Judge(row, member, random);
            var earned = Follow(row, actions, member, random).Chunk(_settings.Repeats).ToList();
            double[] truth = [.. earned.Select(repeats => repeats.Average())];
            (trueMeans[i], criticMeans[i]) = (truth.Average(), critic.Average());
            agreement += RankCorrelation.Spearman(critic, truth) / states;
            halves += RankCorrelation.Spearman([.. earned.Select(repeats => repeats.Take(half).Average())],
                [.. earned.Select(repeats => repeats.Skip(half).Average())]) / states;
            trueSpread += Spread(truth) / states;
            criticSpread += Spread(critic) / states;
            _context.Mark<double>($"state {i} of seed {member + 1}", truth);
        }
        return (Digits(RankCorrelation.Pearson(criticMeans, trueMeans)), Digits(agreement), Digits(halves), Digits(trueSpread),
            Digits(criticSpread));
    }

    /// <summary>Actions of the policy in a state, and what the least critic says of them.</summary>
    private (float[] Actions, double[] Values) Judge(int row, int member, PopulationRandom random)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor state = State(_data.Observations.Row(row));
        var law = (DiagonalGaussian)_clones.Members.Frozen(state, 1, member);
        Tensor actions = _clones.Members.Bounds.Clip(law.Mean + law.LogDeviation.exp()
            * random.Normal(_settings.Actions, _data.Actions.Width));
        Tensor values = _values.Critics.Frozen(state.expand(_values.Population, _settings.Actions, -1),
            actions.expand(_values.Population, -1, -1)).amin([0])[member];
        return ([.. actions.flatten().contiguous().data<float>()], [.. values.to_type(ScalarType.Float64).flatten().data<double>()]);
    }

    /// <summary>What actions earn, discounted, if the policy's samples follow: action after action, repeat after repeat.</summary>
    private double[] Follow(int row, float[] actions, int member, PopulationRandom random)
    {
        using var guard = no_grad();
        int count = _bodies.Length, width = _data.Observations.Width, size = _data.Actions.Width;
        float[] seen = new float[count * width], next = new float[count * size];
        double[] sums = new double[count];
        bool[] ended = new bool[count];
        (double[] positions, double[] velocities) = (Doubles("infos/qpos", row), Doubles("infos/qvel", row));
        for (int i = 0; i < count; i++)
        {
            _bodies[i].StartAt(positions, velocities, seen.AsSpan(i * width, width));
            actions.AsSpan(i / _settings.Repeats * size, size).CopyTo(next.AsSpan(i * size, size));
        }
        double weight = _scale;
        for (int t = 0; t < _settings.Steps && ended.Contains(false); t++, weight *= _values.Discount)
        {
            for (int i = 0; i < count; i++)
            {
                if (ended[i])
                    continue;
                StepResult step = _bodies[i].Step(next.AsSpan(i * size, size), seen.AsSpan(i * width, width));
                sums[i] += weight * step.Reward;
                ended[i] = step.Terminated;
            }
            using var scope = NewDisposeScope();
            IActionDistribution law = _clones.Members.Frozen(State(seen), 1, member);
            _clones.Members.Bounds.Clip(law.Sample(random)).data<float>().CopyTo(next);
        }
        return sums;
    }

    private Tensor State(ReadOnlySpan<float> observation) =>
        _observations.Apply(tensor(observation.ToArray(), [1, observation.Length / _observations.Size, _observations.Size]));

    private double[] Doubles(string column, int row) => _data.TryColumn(column, out Column<float>? values)
        ? [.. values.Row(row).ToArray().Select(v => (double)v)]
        : throw new ArgumentException($"'{_data.Name}' has no column '{column}', so that the environment cannot be put into its states.");

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double Digits(double value) => StoredNumbers.Significant(value, 6);
}
