using System.Text.Json;
using Offprint.Agents.Learners;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

/// <summary>
/// The actor that climbs mean and deviations of its critics, each of which learns from its own target. Learning rates of zero keep the
/// networks as they are; a second stream of the same seeds tells the noise.
/// </summary>
public sealed class ConfidenceBoundTests
{
    private const int Rows = 12;

    private static readonly SoftActorCriticOptions s_options = Ro2oOptions.MazeEnsemble with
    {
        Critics = new() { Count = 3, Hidden = [8] }, Policy = new() { Hidden = [8] }, ActorAdam = new(0), CriticAdam = new(0),
        TemperatureAdam = new(0), InitialTemperature = 0.7, Tau = 0, ActorTerms = [],
    };

    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);

    /// <summary>mean_i U_i + b std_i U_i of U_i = Q_i − α log π, row by row in double precision, and targets of their own.</summary>
    [Theory, InlineData(-4), InlineData(0.5)]
    public void Losses_are_those_of_the_formulas(double deviations)
    {
        using var scope = NewDisposeScope();
        using SoftActorCritic agent = (s_options with { ActorDeviations = deviations }).Create(IdentityTask.Task, s_seeds);
        using (no_grad())
            agent.Critics.Target.Parameters.Values.mul_(-0.7);
        Batch batch = IdentityTask.Noise(2, Rows);
        agent.Update(batch);
        using PopulationRandom noise = new([.. s_seeds.Select(seed => seed.Derive("updates"))]);
        (Tensor action, Tensor logProb) = agent.Actor.Distribution(batch.Observations).SampleWithLogProb(noise);
        (Tensor nextAction, Tensor nextLogProb) = agent.Actor.Distribution(batch.Next).SampleWithLogProb(noise);
        Tensor climbed = agent.Critics.Values(batch.Observations, action), values = agent.Critics.Values(batch.Observations, batch.Actions),
            targets = agent.Critics.Targets(batch.Next, nextAction);
        for (int p = 0; p < 2; p++)
        {
            double bound = 0, error = 0;
            for (int row = 0; row < Rows; row++)
            {
                double entropy = 0.7 * At(logProb, p, row), sum = 0, squares = 0;
                for (int i = 0; i < 3; i++)
                    sum += (At(climbed[i], p, row) - entropy) / 3;
                for (int i = 0; i < 3; i++)
                    squares += Math.Pow(At(climbed[i], p, row) - entropy - sum, 2);
                bound += (sum + deviations * Math.Sqrt(squares / 2)) / Rows;
                for (int i = 0; i < 3; i++)
                {
                    double own = At(targets[i], p, row) - 0.7 * At(nextLogProb, p, row);
                    double target = At(batch.Rewards, p, row) + 0.99 * At(batch.Continue, p, row) * own;
                    error += Math.Pow(At(values[i], p, row) - target, 2) / Rows;
                }
            }
            Assert.Equal(-bound, agent.Metrics["actor loss"][p], 1e-4 * Math.Max(1, Math.Abs(bound)));
            Assert.Equal(error, agent.Metrics["critic loss"][p], 1e-4 * error);
        }
    }

    /// <summary>The optimizer's first moment holds a tenth of the gradient; along it, the loss rises by its length.</summary>
    [Fact]
    public void The_gradient_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        Batch batch = IdentityTask.Noise(2, Rows);
        using SoftActorCritic agent = s_options.Create(IdentityTask.Task, s_seeds);
        agent.Update(batch);
        double[] gradient = [.. agent.Save().Get<float>("actor/adam.first").Select(moment => moment / 0.1)];
        double length = Math.Sqrt(gradient.Sum(g => g * g));
        const double step = 5e-3;
        Assert.Equal(length, (Moved(step / length) - Moved(-step / length)) / (2 * step), 0.03 * length);

        double Moved(double by)
        {
            using SoftActorCritic other = s_options.Create(IdentityTask.Task, s_seeds);
            Span<float> values = other.Actor.Network.Parameters.ValueSpan;
            for (int i = 0; i < gradient.Length; i++)
                values[i] += (float)(by * gradient[i]);
            other.Update(batch);
            return other.Metrics["actor loss"][0] + other.Metrics["actor loss"][1];
        }
    }

    [Fact]
    public void No_deviation_is_the_mean_and_two_critics_at_half_a_root_of_two_their_least()
    {
        SoftActorCriticOptions mean = s_options with { ActorValue = CriticReduction.Mean, ActorDeviations = null, ActorAdam = new(1e-3) },
            two = mean with { Critics = mean.Critics with { Count = 2 } };
        SoftActorCriticOptions none = mean with { ActorValue = CriticReduction.ConfidenceBound, ActorDeviations = 0 };
        Assert.Equal(Trained(mean)["actor"], Trained(none)["actor"]);

        // (x + y)/2 − √½ |x − y|/√2 = min(x, y)
        using SoftActorCritic least = (two with { ActorValue = CriticReduction.Min }).Create(IdentityTask.Task, s_seeds),
            bound = (two with { ActorValue = CriticReduction.ConfidenceBound, ActorDeviations = -Math.Sqrt(0.5) })
                .Create(IdentityTask.Task, s_seeds);
        least.Update(IdentityTask.Noise(2, Rows));
        bound.Update(IdentityTask.Noise(2, Rows));
        for (int p = 0; p < 2; p++)
            Assert.Equal(least.Metrics["actor loss"][p], bound.Metrics["actor loss"][p], 1e-5f);
    }

    [Fact]
    public void What_contradicts_it_is_named_and_former_settings_are_written_as_before()
    {
        string Refused(SoftActorCriticOptions options) =>
            Assert.Throws<ArgumentException>(() => options.Create(IdentityTask.Task, s_seeds)).Message;
        Assert.Contains("it is null for ConfidenceBound", Refused(s_options with { ActorDeviations = null }));
        Assert.Contains("it is -4 for Min", Refused(s_options with { ActorValue = CriticReduction.Min }));
        Assert.Contains("NaN", Refused(s_options with { ActorDeviations = double.NaN }));
        Assert.Contains("One critic", Refused(s_options with { Critics = s_options.Critics with { Count = 1 } }));
        Assert.DoesNotContain("actorDeviations", JsonSerializer.Serialize<AgentOptions>(Ro2oOptions.Ensemble, StoreJson.Options));
        Assert.Contains("\"actorValue\":\"ConfidenceBound\",\"actorDeviations\":-4",
            JsonSerializer.Serialize<AgentOptions>(Ro2oOptions.MazeEnsemble, StoreJson.Options));
    }

    private static IReadOnlyDictionary<string, string> Trained(SoftActorCriticOptions options)
    {
        using var scope = NewDisposeScope();
        using SoftActorCritic agent = options.Create(IdentityTask.Task, s_seeds);
        for (ulong t = 0; t < 3; t++)
            agent.Update(IdentityTask.Noise(2, Rows, t));
        return agent.Hashes();
    }

    private static double At(Tensor values, int member, int row) => values[member, row, 0].item<float>();
}
