using Offprint.Agents.Offline;
using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Networks.Distributions;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Offline;

public sealed class BehaviorEnsembleTests
{
    private const int Rows = 64;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);

    private static readonly BehaviorEnsembleOptions s_small = new()
    {
        Count = 3, Policy = new BehaviorEnsembleOptions().Policy with { Hidden = [16] }, Adam = new(3e-3),
    };

    /// <summary>−5, −2.5 and 0 at −∞, 0 and ∞.</summary>
    [Fact]
    public void Log_deviations_follow_a_hyperbolic_tangent()
    {
        using var scope = NewDisposeScope();
        using var ensemble = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small);
        foreach ((float x, double expected) in new[] { (-100f, -5.0), (0f, -2.5), (100f, 0.0), (0.5f, -5 + 2.5 * (1 + Math.Tanh(0.5))) })
        {
            using (no_grad())
            {
                ensemble.Members.Network.Parameters.Values.zero_();
                ensemble.Members.Network.Parameters["layer1.bias"].fill_(x);
            }
            var law = (DiagonalGaussian)ensemble.Members.Distribution(zeros(1, 1, 2));
            Assert.Equal(expected, law.LogDeviation.amax([0, 1, 2]).item<float>(), 1e-5);
            Assert.Equal(expected, law.LogDeviation.amin([0, 1, 2]).item<float>(), 1e-5);
        }
    }

    /// <summary>(1 + α) times a gradient leaves Adam's steps as they are, but for its ε: the released term keeps nobody apart.</summary>
    [Fact]
    public void The_released_term_is_cloning()
    {
        using var scope = NewDisposeScope();
        using var plain = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small with { Diversity = null });
        using var released = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small with { Diversity = new(DiversityForm.AsReleased) });
        using var apart = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small);
        using var signed = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small with { Diversity = new(DiversityForm.Signed) });
        for (int i = 0; i < 200; i++)
        {
            Batch batch = IdentityTask.Noise(2, Rows);
            plain.Update(batch);
            released.Update(batch);
            apart.Update(batch);
            signed.Update(batch);
        }
        Tensor reference = plain.Members.Network.Parameters.Values;
        Assert.InRange(Distance(released), 0, 1e-3);
        Assert.True(Distance(apart) > 1e-2);
        Assert.True(Distance(signed) > 1e-2);

        double Distance(BehaviorEnsemble ensemble) =>
            ((ensemble.Members.Network.Parameters.Values - reference).norm() / reference.norm()).item<float>();
    }

    /// <summary>The loss is its definition's, row by row: cloning, less the divergence from whoever explains a row best.</summary>
    [Fact]
    public void A_loss_is_cloning_less_the_divergence_from_whoever_explains_a_row_best()
    {
        using var scope = NewDisposeScope();
        var options = s_small with { Diversity = new(DiversityForm.Divergence, 0.3), Adam = new(0) };
        using var ensemble = new BehaviorEnsemble(IdentityTask.Task, [s_seeds[0]], options);
        Batch batch = IdentityTask.Noise(1, 5);
        double loss = ensemble.Update(batch)["actor loss"][0];
        double expected = Definition(ensemble, batch, 0.3);
        Assert.Equal(expected, loss, 1e-5 * Math.Abs(expected));
    }

    [Fact]
    public void Members_are_views_of_the_whole()
    {
        using var scope = NewDisposeScope();
        using var ensemble = new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small);
        Batch batch = IdentityTask.Noise(2, Rows);
        double[] best = [.. Enumerable.Repeat(double.NegativeInfinity, Rows)];
        var whole = (DiagonalGaussian)ensemble.Members.Distribution(batch.Observations.repeat(3, 1, 1));
        for (int i = 0; i < 3; i++)
        {
            var law = (DiagonalGaussian)ensemble.Member(i).Distribution(batch.Observations);
            Assert.Equal(0, (law.Mean - whole.Mean.narrow(0, 2 * i, 2)).abs().max().item<float>(), 1e-6);
            float[] density = law.LogProb(batch.Actions)[1].flatten().data<float>().ToArray();
            best = [.. best.Zip(density, (b, d) => Math.Max(b, d))];
        }
        Assert.Equal(best.Average(), ensemble.Coverage(batch.Observations, batch.Actions)[1], 1e-4);
        double[][][] divergences = ensemble.Divergences(batch.Observations);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal([0, 0], divergences[i][i]));
        Assert.True(divergences[0][1][0] > 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Member(3));
        using var random = new PopulationRandom(s_seeds);
        Tensor action = ensemble.Policy.Act(batch.Observations, ActMode.Explore, random);
        Assert.True(action.abs().max().item<float>() <= 1);
    }

    [Fact]
    public void A_law_without_divergence_is_refused() => Assert.Contains("SquashedMean", Assert.Throws<ArgumentException>(() =>
        new BehaviorEnsemble(IdentityTask.Task, s_seeds, s_small with { Policy = new() { Hidden = [4] } })).Message);

    private static double Definition(BehaviorEnsemble ensemble, Batch batch, double weight)
    {
        var laws = Enumerable.Range(0, 3).Select(i => (DiagonalGaussian)ensemble.Member(i).Distribution(batch.Observations)).ToList();
        float[][] densities = [.. laws.Select(law => law.LogProb(batch.Actions).flatten().data<float>().ToArray())];
        double sum = 0;
        for (int row = 0; row < batch.Size; row++)
        {
            int best = Enumerable.Range(0, 3).MaxBy(i => densities[i][row]);
            foreach (int i in Enumerable.Range(0, 3))
            {
                double divergence = laws[i].Kl(laws[best])[0, row, 0].item<float>() / laws[i].Mean.shape[2];
                sum -= densities[i][row] + weight * Math.Min(divergence, 10);
            }
        }
        return sum / batch.Size;
    }
}
