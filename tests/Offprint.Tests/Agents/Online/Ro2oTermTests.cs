using Offprint.Agents.Critics;
using Offprint.Agents.Online;
using Offprint.Datasets.Transitions;
using Offprint.Networks.Distributions;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Online;

/// <summary>The regularizers of RO2O, against numbers worked by hand.</summary>
public sealed class Ro2oTermTests
{
    private static readonly SoftActorCriticOptions s_ensemble = Ro2oOptions.Ensemble with
    {
        Critics = new() { Count = 3, Hidden = [8] }, Policy = Ro2oOptions.Ensemble.Policy with { Hidden = [8] },
    };

    /// <summary>Values that rise count four times those that fall; the mean over critics comes before the maximum.</summary>
    [Fact]
    public void Value_smoothness_takes_the_worst_neighbor_after_the_mean_over_critics()
    {
        using var scope = NewDisposeScope();
        Tensor differences = tensor(new[] { 0.3, -0.5, 0.1, 0.2, -0.1, -0.4 }, [2, 1, 1, 3]);
        double[] each = [0.052, 0.026, 0.020];
        for (int k = 0; k < 3; k++)
            Assert.Equal(each[k], ValueSmoothness.Penalty(differences.narrow(3, k, 1), 0.2).item<double>(), 1e-12);
        Assert.Equal(0.052, ValueSmoothness.Penalty(differences, 0.2).item<double>(), 1e-12);
    }

    /// <summary>Q = (10, 12, 9) has deviation 1.5275252 (of N − 1): each is pulled down by as much, with one gradient for all.</summary>
    [Fact]
    public void Pessimism_pulls_all_critics_down_by_their_deviation()
    {
        using var scope = NewDisposeScope();
        Tensor values = tensor(new[] { 10.0, 12, 9 }, [3, 1, 1, 1]).requires_grad_(true);
        Tensor loss = EnsemblePessimism.Penalty(values, 1);
        Assert.Equal(7.0 / 3, loss.item<double>(), 1e-12);
        loss.sum().backward();
        double deviation = Math.Sqrt(7.0 / 3);
        foreach (double gradient in values.grad!.data<double>())
            Assert.Equal(2 * deviation / 3, gradient, 1e-12);
        Assert.Equal(7.0 / 12, EnsemblePessimism.Penalty(values, 0.5).item<double>(), 1e-12);
    }

    [Theory, InlineData(0, 1), InlineData(100_000, 0.95), InlineData(1_000_000, 0.5), InlineData(1_800_000, 0.1)]
    [InlineData(9_000_000, 0.1)]
    public void Pessimism_falls_linearly_to_its_floor(long updates, double expected) =>
        Assert.Equal(expected, new EnsemblePessimismOptions().After(updates), 1e-12);

    [Fact]
    public void Jeffreys_divergence_is_symmetric_zero_for_equal_laws_and_the_sum_of_both_relative_entropies()
    {
        using var scope = NewDisposeScope();
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        DiagonalGaussian a = new(random.Normal(7, 3), random.Normal(7, 3)), b = new(random.Normal(7, 3), random.Normal(7, 3));
        float[] there = Numbers(a.Jeffreys(b)), back = Numbers(b.Jeffreys(a)), sum = Numbers(a.Kl(b) + b.Kl(a));
        for (int i = 0; i < there.Length; i++)
        {
            Assert.Equal(there[i], back[i], 1e-5f * there[i]);
            Assert.Equal(sum[i], there[i], 1e-4f * there[i]);
        }
        Assert.All(Numbers(a.Jeffreys(a)), value => Assert.Equal(0, value));

        // equal deviations and a gap m: m²/s² in each coordinate
        DiagonalGaussian shifted = new(a.Mean + 0.3, full_like(a.LogDeviation, Math.Log(2))), still = new(a.Mean, shifted.LogDeviation);
        Assert.All(Numbers(still.Jeffreys(shifted)), value => Assert.Equal(3 * 0.09f / 4, value, 1e-5f));
    }

    /// <summary>Neighbors of a state stand side by side, lie in the box, and are moved alike in all rows of a member.</summary>
    [Fact]
    public void One_set_of_perturbations_serves_all_rows_of_a_member()
    {
        using var scope = NewDisposeScope();
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        Tensor states = random.Normal(5, 2), near = StatePerturbation.UniformBox(states, 0.25, 4, random);
        Assert.Equal([2, 20, 2], near.shape);
        Tensor moves = near.view(2, 5, 4, 2) - states.unsqueeze(2);
        Assert.InRange(moves.abs().max().item<float>(), 0.1, 0.25 + 1e-6);
        Assert.InRange((moves - moves.narrow(1, 0, 1)).abs().max().item<float>(), 0, 1e-6);
        Assert.True((moves[0] - moves[1]).abs().max().item<float>() > 0.01);
        Assert.Equal(Numbers(states.repeat_interleave(3, 1)), Numbers(StatePerturbation.UniformBox(states, 0, 3, random)));
    }

    /// <summary>Without perturbations smoothness asks nothing; pessimism then acts on logged states.</summary>
    [Fact]
    public void Radius_zero_leaves_pessimism_alone()
    {
        using SoftActorCritic agent = new Ro2oOptions
        {
            ValueSmoothness = new() { Radius = 0, Samples = 3, Weight = 1 }, PolicySmoothness = new() { Radius = 0, Samples = 3 },
            Pessimism = new() { Radius = 0, Samples = 3 },
        }.Regularize(s_ensemble).Create(IdentityTask.Task, AgentCases.Seeds(2));
        agent.Update(IdentityTask.Noise(2, 16));
        for (int p = 0; p < 2; p++)
        {
            Assert.InRange(agent.Metrics["value smoothness"][p], 0, 1e-12f);
            Assert.InRange(agent.Metrics["policy smoothness"][p], 0, 1e-8f);
            Assert.True(agent.Metrics["OOD pessimism"][p] > 0);
        }
    }

    /// <summary>
    /// The authors' row for antmaze-umaze: 0.3 α_u² E std² with α_u at 1 for ever, no smoothness of values, the policy's in half the box;
    /// bound, cloning and own targets stay.
    /// </summary>
    [Fact]
    public void In_mazes_pessimism_stays_and_values_are_not_smoothed()
    {
        SoftActorCriticOptions agent = Ro2oOptions.Maze.WithSamples(4).Regularize(Ro2oOptions.MazeEnsemble);
        Assert.Equal<CriticTermOptions>([new EnsemblePessimismOptions { Weight = 0.3, Radius = 0.01, Samples = 4, Pessimism = 1, Decay = 0,
            Floor = 1 }], agent.Terms);
        Assert.Equal<ActorTermOptions>(
            [new CloningOptions(5), new PolicySmoothnessOptions { Weight = 1, Radius = 0.005, Samples = 4 }], agent.ActorTerms);
        Assert.Equal((1.0, 1.0), (Ro2oOptions.Maze.Pessimism.After(0), Ro2oOptions.Maze.Pessimism.After(2_500_000)));
        SoftActorCriticOptions bare = Ro2oOptions.MazeEnsemble;
        Assert.Equal(bare, agent with { Terms = bare.Terms, ActorTerms = bare.ActorTerms });
    }

    /// <summary>Weights of zero draw nothing: the same bits as SAC-N. And each part changes only whose loss it is.</summary>
    [Fact]
    public void Without_weights_it_is_the_ensemble_alone()
    {
        var none = new Ro2oOptions { ValueSmoothness = new() { Weight = 0 }, Pessimism = new() { Weight = 0 },
            PolicySmoothness = new() { Weight = 0 } };
        using SoftActorCritic plain = s_ensemble.Create(IdentityTask.Task, AgentCases.Seeds(2)),
            zero = none.Regularize(s_ensemble).Create(IdentityTask.Task, AgentCases.Seeds(2)),
            values = (none with { Pessimism = new() { Samples = 2 } }).Regularize(s_ensemble)
                .Create(IdentityTask.Task, AgentCases.Seeds(2));
        foreach (SoftActorCritic agent in (SoftActorCritic[])[plain, zero, values])
            agent.Update(IdentityTask.Noise(2, 16));
        Assert.Equal(plain.Hashes(), zero.Hashes());
        Assert.Equal(plain.Hashes()["actor"], values.Hashes()["actor"]); // the actor learns first, and actions carry no gradient
        Assert.NotEqual(plain.Hashes()["critics"], values.Hashes()["critics"]);
    }

    /// <summary>The schedule follows the agent's updates, which a saved state holds.</summary>
    [Fact]
    public void A_resumed_agent_is_as_pessimistic_as_one_that_never_stopped()
    {
        var options = new Ro2oOptions { Pessimism = new() { Samples = 2, Decay = 0.2 } }.Regularize(s_ensemble);
        using SoftActorCritic whole = options.Create(IdentityTask.Task, AgentCases.Seeds(2)),
            half = options.Create(IdentityTask.Task, AgentCases.Seeds(2)), rest = options.Create(IdentityTask.Task, AgentCases.Seeds(2));
        for (ulong t = 0; t < 5; t++)
            whole.Update(IdentityTask.Noise(2, 16, t));
        for (ulong t = 0; t < 3; t++)
            half.Update(IdentityTask.Noise(2, 16, t));
        rest.Load(half.Save());
        for (ulong t = 3; t < 5; t++)
            rest.Update(IdentityTask.Noise(2, 16, t));
        Assert.Equal(whole.Hashes(), rest.Hashes());
    }

    /// <summary>
    /// The diversity term against directions from finite differences of the critics, and its gradient against finite differences of it.
    /// </summary>
    [Fact]
    public void Diversity_and_its_gradient_agree_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var critics = new CriticEnsemble(IdentityTask.Task, new() { Count = 3, Hidden = [16, 16] }, AgentCases.Seeds(2));
        using var random = new PopulationRandom(AgentCases.Seeds(2));
        Batch batch = IdentityTask.Noise(2, 8);
        EnsembleDiversity term = new EnsembleDiversityOptions(2).Create(IdentityTask.Task, AgentCases.Seeds(2));
        Tensor Loss() => term.Evaluate(new(batch, null!, critics, null!, random, 1)).Loss;

        Tensor loss = Loss();
        Assert.Equal(Similarity(critics, batch), Numbers(loss).Select(value => value / 2.0), (x, y) => Math.Abs(x - y) < 2e-2);
        loss.sum().backward();
        float[] gradient = critics.Network.Parameters.Gradients!.data<float>().ToArray();
        double slope = gradient.Sum(g => (double)g * g), length = Math.Sqrt(slope);
        const double step = 2e-3;
        double up = Moved(step / length), down = Moved(-step / length);
        Assert.Equal(length, (up - down) / (2 * step), 0.05 * length); // kinks of ReLU lie between
        critics.Network.Dispose();
        critics.Target.Dispose();

        double Moved(double by)
        {
            Span<float> values = critics.Network.Parameters.ValueSpan;
            float[] before = values.ToArray();
            for (int i = 0; i < gradient.Length; i++)
                values[i] += (float)(by * gradient[i]);
            double moved = Loss().sum().item<float>();
            before.CopyTo(critics.Network.Parameters.ValueSpan);
            return moved;
        }
    }

    /// <summary>1/(N − 1) mean Σ_{i≠j} cos of the critics' gradients by the action, from central differences.</summary>
    private static double[] Similarity(CriticEnsemble critics, Batch batch)
    {
        using var guard = no_grad();
        const float step = 1e-3f;
        Tensor[] slopes = [.. Enumerable.Range(0, 2).Select(d =>
        {
            Tensor move = zeros(2);
            move[d] = step;
            return (critics.Values(batch.Observations, batch.Actions + move) - critics.Values(batch.Observations, batch.Actions - move))
                / (2 * step);
        })];
        Tensor gradients = cat(slopes, 3), directions = gradients / gradients.norm(3, keepdim: true);
        Tensor all = directions.sum([0]).Squared().sum(-1) - directions.Squared().sum([0, 3]);
        return [.. Numbers(all.mean([1])).Select(value => value / 2.0)];
    }

    private static float[] Numbers(Tensor values) => values.contiguous().data<float>().ToArray();
}
