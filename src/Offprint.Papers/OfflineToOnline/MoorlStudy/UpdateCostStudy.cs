using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Serialization;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tensors.Kernels;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.MoorlStudy;

/// <summary>What is timed.</summary>
/// <param name="Data">Rows and spaces.</param>
/// <param name="Methods">The methods.</param>
/// <param name="BatchSize">B.</param>
/// <param name="Steps">Environment steps' worth of updates in a round: so few that a busy machine lets some rounds be.</param>
/// <param name="WarmUp">Rounds before the first measurement.</param>
/// <param name="Rounds">How often each method is timed; methods take turns.</param>
public sealed record UpdateCostSettings(DataSource Data, IReadOnlyList<Method> Methods, [property: Range(1, 10_000)] int BatchSize,
    [property: Range(1, 1_000_000)] int Steps, [property: Range(0, 1_000_000)] int WarmUp, [property: Range(1, 100_000)] int Rounds)
    : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Data.Name, "batches of", BatchSize);
}

/// <summary>One method's times.</summary>
/// <param name="Parameters">Numbers in networks and targets of a seed, and in the copies that meta steps start from.</param>
/// <param name="Fastest">
/// Milliseconds of learning for one environment step of all seeds in the fastest round: what else runs on a machine only ever adds time.
/// </param>
/// <param name="Median">The same of the median round, which tells how busy the machine was.</param>
public sealed record UpdateCost(int Parameters, [property: Measured] double Fastest, [property: Measured] double Median);

/// <summary>All times.</summary>
/// <param name="Costs">One a method, in the order of the settings.</param>
public sealed record UpdateCostResult(IReadOnlyList<UpdateCost> Costs);

/// <summary>What learning costs for an environment step, physics and evaluations left out.</summary>
public sealed class UpdateCostStudy : Experiment<UpdateCostSettings, UpdateCostResult>
{
    /// <inheritdoc/>
    public override string Name => "update-cost";

    /// <inheritdoc/>
    public override string Title => "Milliseconds of learning for an environment step";

    /// <inheritdoc/>
    public override double? Tolerance => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<UpdateCostSettings>> Cells(Profile profile)
    {
        HybridMethods methods = HybridTrials.MazeMethods(profile);
        bool smoke = profile == Profile.Smoke;
        return [Cell.Of(new UpdateCostSettings(new MazeSource("medium", 2000), [.. HybridMethods.Names.Select(methods.Of)], 128,
            HybridMethods.InnerSteps, smoke ? 2 : 50, smoke ? 10 : 250), [.. Enumerable.Range(1, 5)])];
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(UpdateCostSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override UpdateCostResult Run(Cell<UpdateCostSettings> cell, RunContext context)
    {
        UpdateCostSettings settings = cell.Settings;
        OfflineDataset data = settings.Data.Load(context.Seeds[0], context);
        TimedMethod[] timed = [.. settings.Methods.Select(method => new TimedMethod(method, data, settings.BatchSize, context.Seeds))];
        List<double>[] times = [.. timed.Select(_ => new List<double>())];
        try
        {
            for (int round = -settings.WarmUp; round < settings.Rounds; round++)
            {
                context.Report(round + settings.WarmUp, settings.WarmUp + settings.Rounds);
                for (int i = 0; i < timed.Length; i++)
                {
                    double seconds = timed[i].Seconds(settings.Steps);
                    if (round >= 0)
                        times[i].Add(1000 * seconds / settings.Steps);
                }
            }
            foreach (TimedMethod method in timed)
                method.Mark(context);
            return new([.. timed.Select((method, i) => new UpdateCost(method.Parameters, Short(times[i].Min()),
                Short(times[i].Order().ElementAt(times[i].Count / 2))))]);
        }
        finally
        {
            foreach (TimedMethod method in timed)
                method.Dispose();
        }
    }

    private static double Short(double value) => StoredNumbers.Significant(value, 4);

    private sealed class TimedMethod : IDisposable
    {
        private readonly Method _method;
        private readonly SoftActorCritic _agent;
        private readonly PopulationRandom _random;
        private readonly BatchLoader _loader;

        public TimedMethod(Method method, OfflineDataset data, int batchSize, IReadOnlyList<Seed> seeds)
        {
            _method = method;
            _agent = (SoftActorCritic)method.Agent.Create(data.Spec, seeds);
            TransitionView view = data.View(method.View.Of(data));
            _random = new PopulationRandom([.. seeds]);
            _loader = new BatchLoader(view, new UniformSampler(view.Count), batchSize, seeds.Count);
        }

        public int Parameters
        {
            get
            {
                long networks = _agent.Actor.Network.Parameters.Count + _agent.Critics.Network.Parameters.Count;
                return (int)((networks + _agent.Critics.Target.Parameters.Count + (_agent is Moorl ? networks : 0)) / _agent.Population);
            }
        }

        public double Seconds(int steps)
        {
            OnlineRecipe online = _method.Online;
            long updates = (long)steps * online.UpdatesPerStep / online.StepsPerUpdate, since = Stopwatch.GetTimestamp();
            for (long i = 0; i < updates; i++)
                ((IAgent)_agent).Update(_loader.Next(_random));
            return Stopwatch.GetElapsedTime(since).TotalSeconds;
        }

        public void Mark(RunContext context) => context.Mark<float>(_method.Label, _agent.Actor.Network.Parameters.ValueSpan);

        public void Dispose()
        {
            _agent.Dispose();
            _random.Dispose();
            _loader.Dispose();
        }
    }
}
