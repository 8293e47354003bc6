using Offprint.Agents.Critics;
using Offprint.Agents.Models;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Models;

public sealed class ModelEvaluationTests
{
    private const int Count = 2, Starts = 6, Horizon = 5;
    private static readonly Seed[] s_seeds = AgentCases.Seeds(2);
    private static readonly GaussianPolicyOptions s_policy = new() { Law = ActionLaw.SquashedMean, Hidden = [8] };

    /// <summary>Against a second way: policy by policy, row by row, with the same draws.</summary>
    [Fact]
    public void Scores_are_means_over_what_is_visited_before_the_end()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        OfflineDataset log = LinearSystem.Log(1000);
        using EnsembleDynamics model = EnsembleDynamics.Fit(log, LinearSystem.Options with { Epochs = 2 }, s_seeds);
        using var critics = new CriticEnsemble(LinearSystem.Spec, new() { Hidden = [8] }, s_seeds);
        using var policies = new GaussianPolicy(LinearSystem.Spec, s_policy, AgentCases.Seeds(Count * 2));
        var rule = new LinearSystem.Bound(0.8);
        var options = new ModelEvaluationOptions { Horizon = Horizon, Starts = Starts };
        ModelScores scores = new ModelEvaluation(model, critics, rule, log, null, options).Evaluate(policies, Count, s_seeds);

        using var random = new PopulationRandom([.. s_seeds.Select(seed => seed.Derive("model evaluation"))]);
        Tensor states = stack(Enumerable.Range(0, 2).Select(p => stack(Enumerable.Range(0, Starts)
            .Select(_ => tensor(log.Observations.Row(random.Host(p).NextInt(log.Count)).ToArray()))))).repeat(1, Count, 1);
        double[] values = new double[4], returns = new double[4], steps = new double[4];
        bool[] ended = new bool[4 * Starts];
        for (int t = 0; t < Horizon; t++)
        {
            // Row b of policy i of seed p stands at [p, i · Starts + b]; the policy is member 2 i + p.
            Tensor all = zeros(2, Count * Starts, 2);
            for (int i = 0; i < Count; i++)
            {
                for (int p = 0; p < 2; p++)
                {
                    Tensor own = states[p].narrow(0, i * Starts, Starts).unsqueeze(0).expand(4, -1, -1);
                    all[p].narrow(0, i * Starts, Starts).copy_(policies.Distribution(own).Mode[2 * i + p]);
                }
            }
            ModelStep step = model.Step(states, all, model.Draws(Starts, random, Count));
            Tensor worth = critics.Frozen(states, all).amin([0]);
            for (int row = 0; row < 4 * Starts; row++)
            {
                int p = row / (Count * Starts), at = row % (Count * Starts), member = 2 * (at / Starts) + p;
                if (ended[row])
                    continue;
                values[member] += worth[p, at, 0].item<float>();
                returns[member] += step.Rewards[p, at, 0].item<float>();
                steps[member]++;
                ended[row] = step.Next[p, at, 0].item<float>() > 0.8f;
            }
            states = step.Next;
        }
        Assert.Contains(true, ended);
        Assert.Contains(false, ended);
        for (int m = 0; m < 4; m++)
        {
            Assert.Equal(values[m] / steps[m], scores.Values[m], 1e-5);
            Assert.Equal(returns[m] / Starts, scores.Returns[m], 1e-5);
            Assert.Equal(steps[m] / Starts, scores.Lengths[m], 1e-9);
        }
    }

    /// <summary>Equal policies of a seed score the same up to rounding: they have the same starts and the same noise.</summary>
    [Fact]
    public void Policies_of_a_seed_are_compared_on_equal_terms()
    {
        OfflineDataset log = LinearSystem.Log(1000);
        using EnsembleDynamics model = EnsembleDynamics.Fit(log, LinearSystem.Options with { Epochs = 1 }, s_seeds);
        using var critics = new CriticEnsemble(LinearSystem.Spec, new() { Hidden = [8] }, s_seeds);
        using var policies = new GaussianPolicy(LinearSystem.Spec, s_policy, [.. s_seeds, .. s_seeds]);
        var evaluation = new ModelEvaluation(model, critics, new LinearSystem.Bound(2), log, null, new() { Horizon = 9, Starts = 5 });
        ModelScores scores = evaluation.Evaluate(policies, 2, s_seeds), again = evaluation.Evaluate(policies, 2, s_seeds);
        for (int p = 0; p < 2; p++)
            Assert.Equal(scores.Values[p], scores.Values[2 + p], 1e-5);
        Assert.True(Math.Abs(scores.Values[0] - scores.Values[1]) > 1e-3);
        Assert.Equal(scores.Values, again.Values);
        Assert.NotEqual(scores.Values, evaluation.Evaluate(policies, 2, AgentCases.Seeds(4)[2..]).Values);
    }
}
