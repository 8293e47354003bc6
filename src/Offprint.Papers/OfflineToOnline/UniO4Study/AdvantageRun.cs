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
    private readonly MujocoEnvironment _body;
    private readonly float[] _seen;

    public AdvantageRun(AdvantageSettings settings, RunContext context)
    {
        (_settings, _context) = (settings, context);
        _data = settings.Data.Load(context.Seeds[0], context);
        TransitionOptions view = settings.Values.Method.View.Of(_data);
        (_observations, _scale) = (view.Observations!, view.Reward?.Scale ?? 1);
        _values = (ImplicitQLearning)settings.Values.Method.Agent.Create(_data.Spec, context.Seeds);
        _clones = (BehaviorEnsemble)settings.Behavior.Method.Agent.Create(_data.Spec, context.Seeds);
        _body = (MujocoEnvironment)settings.Data.Environment();
        _seen = new float[_data.Observations.Width];
    }

    public AdvantageResult Run()
    {
        _settings.Values.CarryOver(_values, _settings.Data, _data, _context.Seeds, _context);
        _settings.Behavior.CarryOver(_clones, _settings.Data, _data, _context.Seeds, _context);
        var seeds = Enumerable.Range(0, _context.Seeds.Count).Select(Seed).ToList();
        return new([.. seeds.Select(s => s.States)], [.. seeds.Select(s => s.Actions)], [.. seeds.Select(s => s.TrueSpread)],
            [.. seeds.Select(s => s.CriticSpread)]);
    }

    public void Dispose()
    {
        _values.Dispose();
        _clones.Dispose();
        _body.Dispose();
    }

    private (double States, double Actions, double TrueSpread, double CriticSpread) Seed(int member)
    {
        RandomStream pick = _context.Seeds[member].Derive("states").Stream();
        using var random = new PopulationRandom([_context.Seeds[member].Derive("actions")]);
        int states = _settings.States;
        double[] trueMeans = new double[states], criticMeans = new double[states];
        double agreement = 0, trueSpread = 0, criticSpread = 0;
        for (int i = 0; i < states; i++)
        {
            _context.Report(member + (double)i / states, _context.Seeds.Count);
            int row = pick.NextInt(_data.Count);
            (float[] actions, double[] critic) = Judge(row, member, random);
            double[] truth = [.. actions.Chunk(_data.Actions.Width).Select(action => Follow(row, action, member))];
            (trueMeans[i], criticMeans[i]) = (truth.Average(), critic.Average());
            agreement += RankCorrelation.Spearman(critic, truth) / states;
            trueSpread += Spread(truth) / states;
            criticSpread += Spread(critic) / states;
            _context.Mark<double>($"state {i} of seed {member + 1}", truth);
        }
        return (Digits(RankCorrelation.Pearson(criticMeans, trueMeans)), Digits(agreement), Digits(trueSpread), Digits(criticSpread));
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

    /// <summary>What an action earns, discounted, if the policy's means follow.</summary>
    private double Follow(int row, float[] action, int member)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        _body.StartAt(Doubles("infos/qpos", row), Doubles("infos/qvel", row), _seen);
        double sum = 0, weight = _scale;
        for (int t = 0; t < _settings.Steps; t++, weight *= _values.Discount)
        {
            StepResult step = _body.Step(action, _seen);
            sum += weight * step.Reward;
            if (step.Terminated)
                break;
            using var inner = NewDisposeScope();
            Tensor mean = ((DiagonalGaussian)_clones.Members.Frozen(State(_seen), 1, member)).Mode;
            action = [.. _clones.Members.Bounds.Clip(mean).flatten().data<float>()];
        }
        return sum;
    }

    private Tensor State(ReadOnlySpan<float> observation) =>
        _observations.Apply(tensor(observation.ToArray(), [1, 1, observation.Length]));

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
