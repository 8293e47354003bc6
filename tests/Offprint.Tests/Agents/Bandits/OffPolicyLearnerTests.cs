using Offprint.Agents.Bandits;
using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tests.Agents.Bandits;

/// <summary>Off-policy learning of softmax policies.</summary>
public sealed class OffPolicyLearnerTests
{
    public static TheoryData<PolicyObjective, int> Learners =>
        [.. from o in Enum.GetValues<PolicyObjective>() from hidden in new[] { 0, 64 } select (o, hidden)];

    /// <summary>Action 0 is right where x₀ + x₁ is negative, else action 2; the logging policy is skewed to action 1.</summary>
    [Theory]
    [MemberData(nameof(Learners))]
    public void Every_objective_learns_the_right_action(PolicyObjective objective, int hidden)
    {
        (SampleMatrix context, LearningRows rows) = Draw(6000);
        OffPolicyLearnerOptions options = hidden > 0
            ? OffPolicyLearnerOptions.Network(objective) with { Epochs = 40, LearningRate = 5e-3, BatchSize = 256 }
            : new(objective) { Epochs = 20, BatchSize = 256 };
        int[] train = [.. Enumerable.Range(0, 4500)], heldOut = [.. Enumerable.Range(4500, 1500)];
        // The second member is to do the opposite.
        var policies = OffPolicyLearner.Fit(options, context, [0, 1], rows, [[1], [-1]], train, heldOut, new Seed(1));
        Assert.True(Value(policies[0]) > 0.8, $"{Value(policies[0])}");
        Assert.True(Value(policies[1]) < -0.5, $"{Value(policies[1])}");
        // A member does not depend on its company, and nothing on chance.
        var alone = OffPolicyLearner.Fit(options, context, [0, 1], rows, [[1]], train, heldOut, new Seed(1));
        Assert.Equal(Laws(policies[0]), Laws(alone[0]));

        double Value(SoftmaxPolicy policy)
        {
            double[] law = new double[3];
            double sum = 0;
            for (int i = 0; i < 1000; i++)
            {
                policy.Law(context.Row(i), law);
                sum += Enumerable.Range(0, 3).Sum(a => law[a] * Mean(context.Row(i), a)) / 1000;
            }
            return sum;
        }

        double[] Laws(SoftmaxPolicy policy) => [.. Enumerable.Range(0, 50).SelectMany(i =>
        {
            double[] law = new double[3];
            policy.Law(context.Row(i), law);
            return law;
        })];
    }

    /// <summary>The gradient of the IPS objective is the mean of w ∇log π r: by autograd and by hand, to 10⁻⁶.</summary>
    [Fact]
    public void The_gradient_is_the_score_form()
    {
        (SampleMatrix context, LearningRows rows) = Draw(64);
        using var scope = NewDisposeScope();
        Tensor x = tensor(context.Values).reshape(64, 3)[.., ..2].to(ScalarType.Float64);
        Tensor theta = randn([2, 3], ScalarType.Float64).requires_grad_();
        double[] gains = new double[64 * 3];
        for (int i = 0; i < 64; i++)
            OffPolicyLearner.FillGains(PolicyObjective.InversePropensity, rows.Actions[i], 1 / rows.Propensities[i], rows.Rewards[0][i], 0,
                gains.AsSpan(i * 3, 3));
        Tensor law = nn.functional.softmax(matmul(x, theta), -1);
        (law * tensor(gains).reshape(64, 3)).sum().div(64).backward();
        double[] byHand = new double[6];
        double[] p = [.. law.detach().reshape(-1).data<double>()];
        for (int i = 0; i < 64; i++)
        {
            int a = rows.Actions[i];
            double w = p[i * 3 + a] / rows.Propensities[i];
            for (int k = 0; k < 2; k++)
            {
                for (int b = 0; b < 3; b++)
                    byHand[k * 3 + b] += w * rows.Rewards[0][i] * ((a == b ? 1 : 0) - p[i * 3 + b]) * context.Row(i)[k] / 64;
            }
        }
        double[] automatic = [.. theta.grad!.reshape(-1).data<double>()];
        Assert.All(byHand.Zip(automatic), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Gains_follow_the_objectives()
    {
        Assert.Equal([0, 4.5, 0], Gains(PolicyObjective.InversePropensity));
        Assert.Equal([0, 3, 0], Gains(PolicyObjective.SelfNormalized));
        Assert.Equal([0.1, 0.5, 0.2], Gains(PolicyObjective.Direct));
        Assert.Equal([0.1, 0.5 + 3 * (1.5 - 0.5), 0.2], Gains(PolicyObjective.DoublyRobust));

        static double[] Gains(PolicyObjective objective)
        {
            double[] q = [0.1, 0.5, 0.2];
            OffPolicyLearner.FillGains(objective, 1, 3, 1.5, 0.5, q);
            return q;
        }
    }

    [Fact]
    public void A_policy_of_given_layers()
    {
        // Two features, one hidden unit ReLU(x₀ − x₁), scores (h, 0); the constant comes first.
        var policy = new SoftmaxPolicy("p", [0, 1], 1, [([0, 1, -1], [0]), ([2, 0], [0, 0])]);
        double[] law = new double[2];
        policy.Law([3, 2], law);
        Assert.Equal(1 / (1 + Math.Exp(-2)), law[0], 1e-6);
        policy.Law([2, 3], law);
        Assert.Equal(0.5, law[0], 1e-6);
        Assert.Throws<ArgumentException>(() => new SoftmaxPolicy("p", [0, 1], 1, [([1, 2], [0])]));
    }

    private static double Mean(ReadOnlySpan<float> x, int a) => a == 1 ? 0 : (x[0] + x[1] > 0) == (a == 2) ? 1 : -1;

    private static (SampleMatrix, LearningRows) Draw(int count)
    {
        RandomStream random = new Seed(11).Stream();
        float[] x = new float[3 * count];
        random.FillNormal(x);
        var context = new SampleMatrix(count, 3, x);
        int[] actions = new int[count];
        double[] propensities = new double[count], rewards = new double[count], q = new double[3 * count], law = [0.25, 0.5, 0.25];
        for (int i = 0; i < count; i++)
        {
            actions[i] = random.NextCategorical(law);
            propensities[i] = law[actions[i]];
            rewards[i] = Mean(context.Row(i), actions[i]) + 0.3 * random.NextNormal();
            for (int a = 0; a < 3; a++)
                q[i * 3 + a] = 0.8 * Mean(context.Row(i), a);
        }
        return (context, new(actions, propensities, [rewards], [q], 3));
    }
}
