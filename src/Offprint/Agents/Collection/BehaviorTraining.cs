using System.Text.Json.Serialization;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
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
    /// <summary>Steps in the environment. Default 500,000 (D4RL: 10⁶).</summary>
    public int Steps { get; init; } = 500_000;

    /// <summary>
    /// Steps from one update to the next. Default 1, as D4RL's; more stretch the way from the first policy to a medium one over as many
    /// steps as a replay is to have.
    /// </summary>
    [AddedLater("1")]
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>The widths of hidden layers. Default 256, 256 (D4RL).</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>Adam's rate for all networks. Default 3·10⁻⁴ (Haarnoja et al. 2018, D4RL).</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Rows of a batch. Default 256 (the same).</summary>
    public int BatchSize { get; init; } = 256;

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

    /// <summary>A training of minutes: 300,000 steps of networks of 64, 64 with rate 10⁻³ and batches of 128.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The training.</returns>
    public static BehaviorTraining Small(string task) =>
        new(task) { Steps = 300_000, Hidden = [64, 64], LearningRate = 1e-3, BatchSize = 128 };

    /// <summary>
    /// A training for the sake of its steps: so many as D4RL's medium-replay of the task has, with updates so rare that a third of the
    /// expert's return falls near their end.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <returns>The training.</returns>
    public static BehaviorTraining Stretched(string task)
    {
        // Chosen before these trainings, from the default ones up to 300,000 steps as pilots: a third of the expert's return is first
        // touched after 65,000 updates of Hopper and kept from 135,000 on, of HalfCheetah after 45,000. Walker2d had no pilot.
        int stretch = task == "walker2d" ? 3 : 4;
        return new(task) { Steps = D4rlLog.Of(task, DatasetLevel.MediumReplay).Rows, StepsPerUpdate = stretch };
    }

    /// <summary>Whether it is the task's default training.</summary>
    [JsonIgnore]
    public bool IsDefault => StoreJson.Text(this) == StoreJson.Text(new BehaviorTraining(Task));

    internal Seed Root => new Seed(Seed).Derive("behavior").Derive(Task);

    internal GaussianPolicyOptions Policy => new() { Hidden = Hidden };

    internal SoftActorCriticOptions Agent
    {
        get
        {
            var adam = new AdamOptions(LearningRate);
            return new()
            {
                Policy = Policy,
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
