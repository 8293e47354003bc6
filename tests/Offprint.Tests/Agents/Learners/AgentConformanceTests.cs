using Offprint.Agents.Critics;
using Offprint.Agents.Learners;
using Offprint.Agents.Offline;
using Offprint.Agents.Online;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Tensors;
using Offprint.Tests.Conformance;
using Offprint.Tests.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Learners;

/// <summary>What every agent must do.</summary>
[Collection(nameof(TensorCounting))]
public sealed class AgentConformanceTests
{
    public static TheoryData<string> Agents => AgentCases.Names;

    public static TheoryData<string> Learners => AgentCases.Learners;

    [Fact]
    public void No_learner_or_term_of_the_library_is_forgotten()
    {
        PopulationLearner[] learners = [.. AgentCases.Learners.Select(row => AgentCases.MakeLearner(row.Data, 1))];
        try
        {
            Implementations.AssertCovered(typeof(PopulationLearner).Assembly, learners,
                (typeof(DiscreteQLearning), "chooses among a finite number of actions; its own tests ask the same"),
                (typeof(GatedImprovement), "starts from cloned policies and asks for advantages; its own tests ask the same"));
            // the cases "CQL" and "Cal-QL", "EDAC", "RO2O"
            Assert.Equal([typeof(ConservativePenalty), typeof(EnsembleDiversity), typeof(EnsemblePessimism), typeof(ValueSmoothness)],
                Implementations.Of<ICriticTerm>(typeof(ICriticTerm).Assembly).OrderBy(type => type.Name));
        }
        finally
        {
            Array.ForEach(learners, learner => learner.Dispose());
        }
    }

    [Theory, MemberData(nameof(Learners))]
    public void The_same_seeds_give_the_same_bits_and_finite_losses(string name)
    {
        using PopulationLearner first = AgentCases.MakeLearner(name), second = AgentCases.MakeLearner(name);
        var start = first.Hashes();
        Train(first, 0, 8);
        Train(second, 0, 8);
        Assert.Equal(first.Hashes(), second.Hashes());
        Assert.All(first.Hashes().Where(h => h.Key != "conservative penalty"), hash => Assert.NotEqual(start[hash.Key], hash.Value));
        Assert.NotEmpty(first.Metrics.Names);
        Assert.Null(first.Metrics.FirstNotFinite());
        Assert.Contains("actor loss", first.Metrics.Names);
    }

    [Theory, MemberData(nameof(Learners))]
    public void A_training_resumed_from_a_file_gives_the_same_bits(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}.npz");
        try
        {
            using PopulationLearner whole = AgentCases.MakeLearner(name), half = AgentCases.MakeLearner(name),
                other = AgentCases.MakeLearner(name);
            Train(whole, 0, 9);
            Train(half, 0, 5);
            half.Save().Write(path);
            Train(other, 3, 4); // a state of its own, which Load must replace
            other.Load(AgentState.Read(path));
            Assert.Equal(5, other.Updates);
            Train(other, 5, 9);
            Assert.Equal(whole.Hashes(), other.Hashes());
            using var scope = NewDisposeScope();
            using PopulationRandom a = new(AgentCases.Seeds(2)), b = new(AgentCases.Seeds(2));
            Tensor observations = zeros(2, 3, 2);
            Assert.Equal(whole.Policy.Act(observations, ActMode.Explore, a).data<float>(),
                other.Policy.Act(observations, ActMode.Explore, b).data<float>());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory, MemberData(nameof(Learners))]
    public void A_member_does_not_depend_on_the_others(string name)
    {
        using var scope = NewDisposeScope();
        using PopulationLearner one = AgentCases.MakeLearner(name, 1), two = AgentCases.MakeLearner(name, 2);
        for (int t = 0; t < 4; t++)
        {
            one.Learn(IdentityTask.Noise(1, 32, (ulong)t));
            two.Learn(IdentityTask.Noise(2, 32, (ulong)t));
        }
        foreach (string metric in one.Metrics.Names)
            Assert.Equal(one.Metrics[metric][0], two.Metrics[metric][0], 2e-3f * Math.Max(1, Math.Abs(one.Metrics[metric][0])));
        using PopulationRandom a = new(AgentCases.Seeds(1)), b = new(AgentCases.Seeds(2));
        Tensor observations = rand(1, 5, 2);
        Tensor alone = one.Policy.Act(observations, ActMode.Explore, a),
            together = two.Policy.Act(observations.expand(2, -1, -1), ActMode.Explore, b);
        Assert.InRange((alone[0] - together[0]).abs().max().item<float>(), 0, 2e-3);
    }

    [Theory, MemberData(nameof(Agents))]
    public void Members_may_share_a_batch(string name)
    {
        using var scope = NewDisposeScope();
        using PopulationAgent shared = AgentCases.Make(name), own = AgentCases.Make(name);
        for (int t = 0; t < 3; t++)
        {
            Batch batch = IdentityTask.Noise(1, 16, (ulong)t);
            shared.Update(batch);
            own.Update(new(Twice(batch.Observations), Twice(batch.Actions), Twice(batch.Rewards), Twice(batch.Next),
                Twice(batch.Continue), Twice(batch.ReturnToGo!)));
        }
        foreach (string metric in own.Metrics.Names)
            Assert.Equal(own.Metrics[metric][1], shared.Metrics[metric][1], 1e-3f * Math.Max(1, Math.Abs(own.Metrics[metric][1])));

        static Tensor Twice(Tensor x) => x.expand(2, -1, -1).contiguous();
    }

    [Theory, MemberData(nameof(Learners))]
    public void Updates_and_actions_leave_no_tensor_behind(string name)
    {
        using PopulationLearner agent = AgentCases.MakeLearner(name);
        Train(agent, 0, 2);
        long before = TensorCounting.Settled();
        Train(agent, 2, 6);
        Assert.Equal(before, TensorCounting.Settled());
    }

    [Theory, MemberData(nameof(Learners))]
    public void Actions_lie_inside_other_bounds_than_those_of_the_cube(string name)
    {
        using var scope = NewDisposeScope();
        var spec = new EnvironmentSpec("wide", new BoxSpace(2), new BoxSpace([0.5f, -4], [1, 6]));
        using PopulationLearner agent = AgentCases.MakeLearner(name, spec, AgentCases.Seeds(2));
        using PopulationRandom random = new(AgentCases.Seeds(2));
        Batch noise = IdentityTask.Noise(2, 16);
        agent.Learn(noise with { Actions = noise.Actions * tensor(new[] { 0.25f, 5 }) + tensor(new[] { 0.75f, 1 }) });
        Assert.Null(agent.Metrics.FirstNotFinite());
        foreach (ActMode mode in Enum.GetValues<ActMode>())
        {
            Tensor actions = agent.Policy.Act(randn(2, 50, 2), mode, random);
            Assert.Equal([2, 50, 2], actions.shape);
            foreach (float[] action in actions.contiguous().data<float>().ToArray().Chunk(2))
            {
                Assert.InRange(action[0], 0.5f - 1e-6f, 1 + 1e-6f);
                Assert.InRange(action[1], -4 - 1e-5f, 6 + 1e-5f);
            }
        }
    }

    [Theory, MemberData(nameof(Learners))]
    public void Parts_are_copied_and_mismatches_are_named(string name)
    {
        using PopulationLearner trained = AgentCases.MakeLearner(name), fresh = AgentCases.MakeLearner(name),
            single = AgentCases.MakeLearner(name, 1);
        Train(trained, 0, 3);
        var before = fresh.Hashes();
        fresh.CopyFrom(trained, TransferParts.Actor);
        Assert.Equal(trained.Hashes()["actor"], fresh.Hashes()["actor"]);
        Assert.All(fresh.Hashes().Where(h => h.Key != "actor"), hash => Assert.Equal(before[hash.Key], hash.Value));
        fresh.CopyFrom(trained, TransferParts.All);
        Assert.Equal(trained.Hashes(), fresh.Hashes());
        Assert.Contains("'actor'", Assert.Throws<ArgumentException>(() => single.CopyFrom(trained, TransferParts.Actor)).Message);
        Assert.Contains("'actor'", Assert.Throws<InvalidDataException>(() => single.Load(trained.Save())).Message);
        using var scope = NewDisposeScope();
        Assert.Contains("3 seeds", Assert.Throws<ArgumentException>(() => trained.Learn(IdentityTask.Noise(3, 4))).Message);
        Assert.NotEmpty(trained.Describe().Tables[0].Rows);
    }

    private static void Train(PopulationLearner agent, int from, int to)
    {
        using var scope = NewDisposeScope();
        for (int t = from; t < to; t++)
            agent.Learn(IdentityTask.Noise(agent.Population, 16, (ulong)t));
    }
}
