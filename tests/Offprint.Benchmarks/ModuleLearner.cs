using static Offprint.Benchmarks.ActorCriticComparison;
using static TorchSharp.torch;

namespace Offprint.Benchmarks;

/// <summary>
/// One seed as it is usually written: modules, one Adam for the actor and one for both critics, Polyak averaging by parameter.
/// </summary>
internal sealed class ModuleLearner
{
    private readonly nn.Module<Tensor, Tensor> _actor, _actorTarget, _critic1, _critic2, _target1, _target2;
    private readonly optim.Optimizer _actorAdam, _criticAdam;

    public ModuleLearner(int width)
    {
        (_actor, _actorTarget) = (Network(Observations, Actions, width), Network(Observations, Actions, width));
        (_critic1, _critic2) = (Network(Observations + Actions, 1, width), Network(Observations + Actions, 1, width));
        (_target1, _target2) = (Network(Observations + Actions, 1, width), Network(Observations + Actions, 1, width));
        _actorAdam = optim.Adam(_actor.parameters(), Rate);
        _criticAdam = optim.Adam(_critic1.parameters().Concat(_critic2.parameters()), Rate);
    }

    public void Update(Transitions batch)
    {
        using var scope = NewDisposeScope();
        Tensor target;
        using (no_grad())
        {
            var next = cat([batch.Next, _actorTarget.forward(batch.Next).tanh()], 1);
            target = batch.Reward + Discount * minimum(_target1.forward(next), _target2.forward(next));
        }
        var input = cat([batch.Observation, batch.Action], 1);
        var loss = nn.functional.mse_loss(_critic1.forward(input), target) + nn.functional.mse_loss(_critic2.forward(input), target);
        _criticAdam.zero_grad();
        loss.backward();
        _criticAdam.step();

        var actorLoss = -_critic1.forward(cat([batch.Observation, _actor.forward(batch.Observation).tanh()], 1)).mean();
        _actorAdam.zero_grad();
        actorLoss.backward();
        _actorAdam.step();

        using var guard = no_grad();
        Polyak(_actor, _actorTarget);
        Polyak(_critic1, _target1);
        Polyak(_critic2, _target2);
    }

    private static void Polyak(nn.Module network, nn.Module target)
    {
        foreach (var (own, other) in network.parameters().Zip(target.parameters()))
            other.mul_(1 - Tau).add_(own, Tau);
    }

    private static nn.Module<Tensor, Tensor> Network(int inputs, int outputs, int width) => nn.Sequential(
        nn.Linear(inputs, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, outputs));
}
