using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static Offprint.Benchmarks.ActorCriticComparison;
using static TorchSharp.torch;

namespace Offprint.Benchmarks;

/// <summary>Five seeds as one population; the two critics of all seeds are ten members, the first critic of each seed first.</summary>
internal sealed class PopulationLearner : IDisposable
{
    private readonly Mlp _actor, _actorTarget, _critics, _criticTargets;
    private readonly Adam _actorAdam, _criticAdam;

    public PopulationLearner(int width)
    {
        Seed[] seeds = [.. Enumerable.Range(0, Seeds).Select(s => new Seed((ulong)s))];
        Seed[] members = [.. seeds.Select(s => s.Derive("first")), .. seeds.Select(s => s.Derive("second"))];
        _actor = new Mlp(new MlpOptions(Observations, Actions, [width, width]), seeds);
        _critics = new Mlp(new MlpOptions(Observations + Actions, 1, [width, width]), members);
        (_actorTarget, _criticTargets) = (_actor.Target(), _critics.Target());
        (_actorAdam, _criticAdam) = (new Adam(_actor.Parameters, new AdamOptions(Rate)),
            new Adam(_critics.Parameters, new AdamOptions(Rate)));
    }

    public void Update(Transitions batch)
    {
        using var scope = NewDisposeScope();
        Tensor target;
        using (no_grad())
        {
            var nextAction = _actorTarget.Forward(batch.Next).tanh_();
            var next = _criticTargets.Forward(Twice(batch.Next, nextAction)).view(2, Seeds, -1, 1).amin([0]);
            target = batch.Reward + Discount * next;
        }
        var values = _critics.Forward(Twice(batch.Observation, batch.Action)).view(2, Seeds, -1, 1);
        // The mean over the batch, summed over members: each member's gradient is that of its own loss.
        ((values - target).square().sum() / batch.Reward.shape[1]).backward();
        _criticAdam.Step();

        var action = _actor.Forward(batch.Observation).tanh_();
        var value = _critics.ForwardFrozen(cat([batch.Observation, action], 2), Seeds);
        (value.sum() / -batch.Reward.shape[1]).backward();
        _actorAdam.Step();

        _criticTargets.Parameters.Interpolate(_critics.Parameters, Tau);
        _actorTarget.Parameters.Interpolate(_actor.Parameters, Tau);
    }

    public void Dispose()
    {
        foreach (var network in new[] { _actor, _actorTarget, _critics, _criticTargets })
            network.Dispose();
    }

    private static Tensor Twice(Tensor observation, Tensor action)
    {
        var input = cat([observation, action], 2);
        return cat([input, input], 0);
    }
}
