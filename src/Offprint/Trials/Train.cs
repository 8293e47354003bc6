using Offprint.Agents.Learners;
using Offprint.Agents.Rollouts;
using Offprint.Agents.Training;
using Offprint.Cards;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Statistics;

namespace Offprint.Trials;

/// <summary>Options of <see cref="Train"/>.</summary>
public sealed record TrainOptions
{
    /// <summary>Updates. Default 10,000: a first look; papers take 10⁶.</summary>
    public int Updates { get; init; } = 10_000;

    /// <summary>B. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Evaluations after the one before the first update. Default 10.</summary>
    public int Evaluations { get; init; } = 10;

    /// <summary>Episodes of an evaluation and seed. Default 10.</summary>
    public int Episodes { get; init; } = 10;

    /// <summary>The seeds, trained as one population. Default: 1, 2, 3.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Time limits and scales; <see langword="null"/> (the default) for those of the agent's publication.</summary>
    public ViewRecipe? View { get; init; }

    /// <summary>Receives the share that is done.</summary>
    public Action<double>? Progress { get; init; }
}

/// <summary>The front door: from a data set to a trained agent and its learning curve.</summary>
public static class Train
{
    /// <summary>Trains on a log.</summary>
    /// <param name="agent">The method.</param>
    /// <param name="data">The log.</param>
    /// <param name="environment">Makes the environment in which the policy is evaluated.</param>
    /// <param name="options">How long; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Stops after the update at hand.</param>
    /// <returns>The agent with its log; its card says how the data were treated.</returns>
    /// <exception cref="ArgumentException">The method learns from its own rollouts, or the environment's spaces are not the
    /// log's.</exception>
    public static TrainedAgent Offline(
        AgentOptions agent, OfflineDataset data, Func<IEnvironment> environment, TrainOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new TrainOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Evaluations, nameof(options));
        ViewRecipe recipe = options.View ?? agent.PublishedView()
            ?? throw new ArgumentException($"{agent.GetType().Name} learns from its own rollouts, not from a log.", nameof(agent));
        TransitionOptions view = recipe.Of(data);
        Seed[] seeds = [.. options.Seeds.Select(seed => new Seed((ulong)seed))];
        var evaluator = new RolloutEvaluator(environment, seeds.Length,
            new() { Episodes = options.Episodes, Observations = view.Observations });
        IAgent? learner = null;
        try
        {
            if (evaluator.Spec.Observation.Size != data.Spec.Observation.Size || evaluator.Spec.Action.Size != data.Spec.Action.Size)
            {
                throw new ArgumentException(
                    $"{evaluator.Spec.Name} has {evaluator.Spec.Observation.Size} observations and {evaluator.Spec.Action.Size} actions, " +
                    $"'{data.Name}' {data.Spec.Observation.Size} and {data.Spec.Action.Size}: it is the log of another environment.",
                        nameof(environment));
            }
            learner = agent.CreateFromData(data.Spec, seeds);
            TrainingLog log = new TrainingRun(new()
            {
                OfflineUpdates = options.Updates, BatchSize = options.BatchSize,
                    EvaluateEvery = Math.Max(options.Updates / options.Evaluations, 1), View = view,
            }).Run(learner, new(seeds, evaluator, data) { Progress = options.Progress }, cancellation);
            return new(agent, learner, recipe, data, evaluator, log);
        }
        catch
        {
            learner?.Dispose();
            evaluator.Dispose();
            throw;
        }
    }

    /// <summary>Trains on data that know their environment.</summary>
    /// <param name="agent">The method.</param>
    /// <param name="data">The data, from the cache or made now.</param>
    /// <param name="options">How long; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Stops after the update at hand.</param>
    /// <returns>The agent with its log.</returns>
    public static TrainedAgent Offline(AgentOptions agent, DataSource data, TrainOptions? options = null,
        CancellationToken cancellation = default)
    {
        options ??= new TrainOptions();
        var context = new RunContext(options.Seeds, Artifacts.Default, null, cancellation);
        return Offline(agent, data.Load(context.Seeds[0], context), data.Environment, options, cancellation);
    }
}

/// <summary>What <see cref="Train"/> made.</summary>
public sealed class TrainedAgent : IDescribable, IDisposable
{
    private readonly AgentOptions _options;
    private readonly RolloutEvaluator _evaluator;

    internal TrainedAgent(AgentOptions options, IAgent agent, ViewRecipe view, OfflineDataset data, RolloutEvaluator evaluator,
        TrainingLog log)
    {
        (_options, _evaluator) = (options, evaluator);
        (Agent, View, Data, Log) = (agent, view, data, log);
    }

    /// <summary>The agent.</summary>
    public IAgent Agent { get; }

    /// <summary>How the data were treated.</summary>
    public ViewRecipe View { get; }

    /// <summary>The data.</summary>
    public OfflineDataset Data { get; }

    /// <summary>The learning curve.</summary>
    public TrainingLog Log { get; }

    /// <summary>
    /// The normalized score of each seed in the last evaluation; returns where the data have no returns that score 0 and 100.
    /// </summary>
    public IReadOnlyList<double> Scores
    {
        get
        {
            NormalizedScore? score = Data is { RandomReturn: not null, ExpertReturn: not null } ? NormalizedScore.Of(Data) : null;
            return [.. Log.LastReturns.Select(value => score?.Score(value) ?? value)];
        }
    }

    /// <summary>Plays episodes with starts of their own.</summary>
    /// <param name="seed">Where starts come from.</param>
    /// <returns>Returns, lengths, successes, costs.</returns>
    public RolloutResult Play(int seed) =>
        _evaluator.Evaluate(Agent.Policy, [.. Enumerable.Range(0, Agent.Population).Select(p => new Seed((ulong)seed).Derive((ulong)p))]);

    /// <inheritdoc/>
    public Card Describe()
    {
        Card log = Log.Describe(), agent = Agent.Describe();
        return new($"{agent.Title} on {Data.Name}")
        {
            Subtitle = "Trained agent",
            Facts =
            [
                new("Score", MeanInterval.StudentT([.. Scores])), new("Updates", Log.Entries[^1].OfflineUpdates),
                    new("Seeds", Agent.Population),
                .. View.Facts(), new("Treatment of data", View == _options.PublishedView() ? "as in the method's publication"
                    : "as asked for"),
            ],
            Tables = agent.Tables,
            Figures = log.Figures,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Agent.Dispose();
        _evaluator.Dispose();
    }
}
