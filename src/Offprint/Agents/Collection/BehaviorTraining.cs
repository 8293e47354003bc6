using Offprint.Agents.Online;
using Offprint.Agents.Training;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Collection;

/// <summary>
/// The training whose policies and experience become data sets: soft actor-critic in one of the MuJoCo tasks, as for D4RL.
/// </summary>
/// <param name="Task">The task, for example <c>hopper</c>; see <see cref="Environments.MuJoCo.Locomotion.Create"/>.</param>
public sealed record BehaviorTraining(string Task)
{
    /// <summary>Steps in the environment. Default 300,000 (D4RL: 10⁶).</summary>
    public int Steps { get; init; } = 300_000;

    /// <summary>
    /// Steps from one update to the next. Default 1, as D4RL's; more stretch the way from the first policy to a medium one over as many
    /// steps as a replay is to have.
    /// </summary>
    [AddedLater("1")]
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>The widths of hidden layers. Default 64, 64 (D4RL: 256, 256).</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>Adam's rate for all networks. Default 10⁻³ (Haarnoja et al. 2018: 3·10⁻⁴, with networks of 256, 256).</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Rows of a batch. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The first steps, with uniform actions and no update. Default 5000.</summary>
    public int RandomSteps { get; init; } = 5000;

    /// <summary>Steps between evaluations, each of which keeps a checkpoint. Default 5000.</summary>
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Episodes of an evaluation. Default 10.</summary>
    public int EvaluationEpisodes { get; init; } = 10;

    /// <summary>Decides everything random. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Raised when the code gives other data for the same settings.</summary>
    public int Version { get; init; } = 1;

    internal Seed Root => new Seed(Seed).Derive("behavior").Derive(Task);

    internal SoftActorCriticOptions Agent
    {
        get
        {
            var adam = new AdamOptions(LearningRate);
            return new()
            {
                Policy = new() { Hidden = Hidden },
                Critics = new() { Hidden = Hidden },
                ActorAdam = adam,
                CriticAdam = adam,
                TemperatureAdam = adam,
            };
        }
    }

    internal TrainingOptions Run => new()
    {
        OnlineSteps = Steps, RandomSteps = RandomSteps, WarmUpSteps = RandomSteps, BatchSize = BatchSize, EvaluateEvery = EvaluateEvery,
        StepsPerUpdate = StepsPerUpdate,
    };
}
