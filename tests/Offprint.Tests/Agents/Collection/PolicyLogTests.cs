using Offprint.Agents.Collection;
using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Agents.Rollouts;
using Offprint.Datasets.Offline;
using Offprint.Environments;
using Offprint.Environments.MuJoCo;
using Offprint.Files;
using Offprint.Numerics;
using Offprint.Tensors;
using Offprint.Tests.Environments.MuJoCo;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Collection;

public sealed class PolicyLogTests
{
    private static OfflineDataset Play(IPolicy policy, Func<IEnvironment> create, int rows) => PolicyLog.Collect(
        policy, create, rows, ActMode.Explore, new(5), cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void Episodes_of_a_policy_do_not_depend_on_the_number_of_rows()
    {
        using PopulationAgent agent = AgentCases.Make("SAC", 1);
        OfflineDataset few = Play(agent.Policy, () => new IdentityTask(), 7), more = Play(agent.Policy, () => new IdentityTask(), 20);
        Assert.Equal(few.Actions.Values.ToArray(), more.Actions.Values[..few.Actions.Values.Length].ToArray());
        Assert.Equal((7, EpisodeEnd.Terminal), (few.Count, few.Episodes[^1].End));
    }

    [Fact]
    public void Episodes_side_by_side_are_those_played_one_after_another()
    {
        MujocoTasks.Require();
        using var hopper = new Hopper();
        using var policy = new GaussianPolicy(hopper.Spec, new() { Hidden = [16] }, [new(3)]);
        OfflineDataset log = Play(policy, () => new Hopper(), 4200); // enough for several copies and workers
        Assert.True(log.Episodes.Count > 50);
        foreach (Episode episode in log.Episodes.Where(e => e.Index % 7 == 0))
        {
            (float[] observations, float[] actions, float reward) = Alone(policy, episode.Index, episode.Length);
            Assert.Equal(observations, log.Observations.Values[(episode.Start * 11)..((episode.Start + episode.Length) * 11)].ToArray());
            Assert.Equal(actions, log.Actions.Values[(episode.Start * 3)..((episode.Start + episode.Length) * 3)].ToArray());
            Assert.Equal(reward, log.Rewards[episode.Start + episode.Length - 1]);
        }
    }

    /// <summary>An episode by the steps that trainings and evaluations make.</summary>
    private static (float[] Observations, float[] Actions, float LastReward) Alone(IPolicy policy, int episode, int length)
    {
        using var environments = new VectorEnvironment(() => new Hopper());
        using var steps = new EnvironmentSteps(environments, null);
        using var random = new PopulationRandom([new Seed(5).Derive("actions").Derive((ulong)episode)]);
        steps.Reset([new Seed(5).Derive("episodes").Derive((ulong)episode)]);
        List<float> observations = [], actions = [];
        for (int step = 0; step < length; step++)
        {
            steps.Act(policy, ActMode.Explore, random);
            steps.Step();
            observations.AddRange(steps.Previous);
            actions.AddRange(steps.Actions);
        }
        Assert.True(steps.Results[0].Ended);
        return ([.. observations], [.. actions], (float)steps.Results[0].Reward);
    }

    [Fact]
    public void A_row_carries_the_state_and_the_density_of_its_action()
    {
        MujocoTasks.Require();
        using var hopper = new Hopper();
        using var policy = new GaussianPolicy(hopper.Spec, new() { Hidden = [16] }, [new(3)]);
        OfflineDataset log = Play(policy, () => new Hopper(), 100);
        Assert.Equal(["infos/action_log_probs", "infos/qpos", "infos/qvel"], log.ExtraColumns);
        Column<float> positions = ColumnOf(log, "infos/qpos"), velocities = ColumnOf(log, "infos/qvel");
        Column<float> densities = ColumnOf(log, "infos/action_log_probs");
        Assert.Equal((6, 6, 1), (positions.Width, velocities.Width, densities.Width));
        using var scope = NewDisposeScope();
        Tensor expected = policy.Distribution(tensor(log.Observations.Values.ToArray(), 1, log.Count, 11))
            .LogProb(tensor(log.Actions.Values.ToArray(), 1, log.Count, 3));
        float[] wanted = expected.data<float>().ToArray();
        float[] observation = new float[11];
        for (int row = 0; row < log.Count; row++)
        {
            hopper.StartAt(Wide(positions.Row(row)), Wide(velocities.Row(row)), observation);
            Assert.Equal(log.Observations.Row(row).ToArray(), observation); // the observation is the state, but for x
            Assert.Equal(wanted[row], densities[row], 2e-3 * (1 + Math.Abs(wanted[row])));
        }
    }

    [Fact]
    public void A_policy_written_in_D4rls_names_gives_the_same_means_and_deviations()
    {
        MujocoTasks.Require();
        using var hopper = new Hopper();
        using var policy = new GaussianPolicy(hopper.Spec, new() { Hidden = [16, 8] }, [new(3)]);
        DatasetMetadata metadata = PolicyMetadata.Of(policy, 7);
        Assert.Equal(("SAC", "relu", "tanh_gaussian"), (metadata.Texts["algorithm"], metadata.Texts["policy/nonlinearity"],
            metadata.Texts["policy/output_distribution"]));
        double[] observation = [.. Enumerable.Range(0, 11).Select(i => Math.Sin(i))];
        double[] features = Layer("fc1", Layer("fc0", observation, Math.Max), Math.Max);
        double[] expected = [.. Layer("last_fc", features, (_, y) => y), .. Layer("last_fc_log_std", features, (_, y) => y)];
        using var scope = NewDisposeScope();
        float[] output = policy.Network.Forward(tensor(observation.Select(v => (float)v).ToArray(), 1, 1, 11)).data<float>().ToArray();
        Assert.Equal(6, output.Length);
        for (int i = 0; i < 6; i++)
            Assert.Equal(expected[i], output[i], 1e-5);

        double[] Layer(string name, double[] x, Func<double, double, double> activation)
        {
            NumericArray weight = metadata.Arrays[$"policy/{name}/weight"];
            float[] values = weight.As<float>(), bias = metadata.Arrays[$"policy/{name}/bias"].As<float>();
            Assert.Equal([bias.Length, x.Length], weight.Shape);
            return [.. bias.Select((b, o) => activation(0, b + x.Select((v, i) => v * values[o * x.Length + i]).Sum()))];
        }
    }

    private static Column<float> ColumnOf(OfflineDataset log, string name) =>
        log.TryColumn(name, out Column<float>? column) ? column : throw new KeyNotFoundException(name);

    private static double[] Wide(ReadOnlySpan<float> values) => [.. values.ToArray().Select(value => (double)value)];

    [Fact]
    public void A_policy_that_chooses_no_number_ends_all_workers_with_its_own_error()
    {
        MujocoTasks.Require();
        using var hopper = new Hopper();
        using var policy = new GaussianPolicy(hopper.Spec, new() { Hidden = [16] }, [new(3)]);
        policy.Network.Parameters.ValueSpan.Fill(float.NaN);
        Assert.Throws<NotFiniteActionException>(() => Play(policy, () => new Hopper(), 4200));
    }
}
