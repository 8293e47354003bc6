using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>
/// Marginal ratios ρ(s, a) = d^π(s, a)/d^{π_b}(s, a) of P policies by the augmented Lagrangian of the DICE family (Yang et al. 2020), as
/// one population of networks that see the same minibatches.
/// </summary>
/// <remarks>
/// $$\min_{Q,\lambda} \max_{w}\; \lambda + \mathbb{E}\big[w(s,a)\,(\alpha_r r + \gamma m\,Q(s',a') + (1-\gamma m)\,Q(s_0,a_0) - Q(s,a)
/// - \lambda)\big] + \alpha_Q \mathbb{E}[Q^2] - \alpha_w \mathbb{E}[(w-1)^2],\quad a_0, a' \sim \pi,$$
/// with m = 0 in a trajectory's last step. Where no trajectory ends and w averages one this is the published form, whose starts stand
/// outside with 1 − γ; where trajectories end, only this one has the policy's occupancy as its solution, since an end is followed by a
/// start. w ends in a softplus; Q stays bounded by the gradient's limit alone where α_Q is zero.
/// </remarks>
public static class MarginalRatioFit
{
    /// <summary>Fits.</summary>
    /// <param name="data">The log.</param>
    /// <param name="laws">The policies on it.</param>
    /// <param name="options">Its options.</param>
    /// <param name="seed">Decides initialization, minibatches and draws.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <returns>w of the logged pairs, [P, M].</returns>
    public static Tensor Fit(
        LoggedTransitions data, CandidateLaws laws, DiceOptions options, Seed seed, Action<double>? progress = null,
        CancellationToken cancellation = default)
    {
        using var values = new PairNetwork(data, laws, options.Hidden, seed.Derive("values"));
        using var ratios = new PairNetwork(data, laws, options.Hidden, seed.Derive("ratios"));
        using var lambda = new ParameterBuffer(laws.Count, [new("lambda", [1, 1])]);
        lambda.ValueSpan.Fill(options.LearnLambda ? (float)options.InitialLambda : 0);
        using var random = new PopulationRandom([seed.Derive("batches")]);
        Stepper[] steppers =
        [
            new(values.Network.Parameters, options, false), new(ratios.Network.Parameters, options, true), new(lambda, options, false),
        ];
        for (int step = 0; step < options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step % 100 == 0)
                progress?.Invoke((double)step / options.Steps);
            using var scope = NewDisposeScope();
            Lagrangian(data, values, ratios, lambda["lambda"].view(-1), options, random).sum().backward();
            foreach (Stepper stepper in options.LearnLambda ? steppers : steppers[..2])
                stepper.Step();
        }
        using var guard = no_grad();
        using var outer = NewDisposeScope();
        return nn.functional.softplus(ratios.LoggedEverywhere()).DetachFromDisposeScope();
    }

    private static Tensor Lagrangian(
        LoggedTransitions data, PairNetwork values, PairNetwork ratios, Tensor lambda, DiceOptions options, PopulationRandom random)
    {
        (Tensor rows, Tensor next) = Minibatches.Draw(data, options.Batch, random);
        Tensor go = data.Continue.index_select(0, rows) * data.Discount;
        bool starts = options.Restart || data.Discount < 1;
        Tensor others = starts ? cat([next, Minibatches.Starts(data, options.Batch, random)], 0) : next;
        (Tensor logged, Tensor expected) = values.Joint(rows, others, random);
        Tensor weight = nn.functional.softplus(ratios.Logged(rows));
        Tensor residual = go * expected.narrow(1, 0, options.Batch) - logged - lambda.unsqueeze(1);
        if (options.UseReward)
            residual = residual + data.Rewards.index_select(0, rows);
        Tensor loss = lambda;
        if (starts)
        {
            Tensor first = expected.narrow(1, options.Batch, options.Batch);
            if (options.Restart)
                residual = residual + (1 - go) * first;
            else
                loss = loss + (1 - data.Discount) * first.mean([1]);
        }
        loss = loss + (weight * residual).mean([1]);
        if (options.AlphaQ > 0)
            loss = loss + options.AlphaQ * logged.Squared().mean([1]);
        return options.AlphaW > 0 ? loss - options.AlphaW * (weight - 1).Squared().mean([1]) : loss;
    }

    /// <summary>Descends, or climbs by the negative gradient.</summary>
    private sealed class Stepper(ParameterBuffer parameters, DiceOptions options, bool ascend)
    {
        private readonly Sgd? _sgd = options.Adam is null ? new(parameters, options.Sgd) : null;
        private readonly Adam? _adam = options.Adam is null ? null : new(parameters, options.Adam);

        public void Step()
        {
            _sgd?.Step(ascend);
            if (_adam is null)
                return;
            if (ascend)
                parameters.Gradients!.neg_();
            _adam.Step();
        }
    }
}
