using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>
/// Networks fitted to one data set a seed, all seeds as one population, with the whole data in each step. One action, so that pairs are
/// states.
/// </summary>
internal sealed class NetworkFits : IDisposable
{
    private readonly NetworkSettings _settings;
    private readonly RunContext _context;
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _inputs, _pairs, _next, _weights, _rewards;

    public NetworkFits(NetworkSettings settings, TransitionSample[] data, RunContext context)
    {
        (_settings, _context) = (settings, context);
        int members = data.Length, edges = data[0].Pairs.Length;
        float[] weights = new float[members * edges], rewards = new float[members * edges];
        for (int m = 0; m < members; m++)
        {
            for (int e = 0; e < edges; e++)
            {
                int count = data[m].Counts[e];
                weights[m * edges + e] = (float)count / data[m].Rows;
                rewards[m * edges + e] = count == 0 ? 0 : (float)(data[m].Rewards[e] / count);
            }
        }
        _inputs = tensor(settings.Inputs()).reshape(1, settings.States, -1).expand(members, -1, -1).contiguous();
        _pairs = tensor(data[0].Pairs.ToArray().Select(z => (long)z).ToArray());
        _next = tensor(data[0].Next.ToArray().Select(s => (long)s).ToArray());
        _weights = tensor(weights).reshape(members, edges);
        _rewards = tensor(rewards).reshape(members, edges);
    }

    /// <summary>min over Q, max over Q' of L(Q, Q) − L(Q', Q): steps of the critic Q' and of Q in turns.</summary>
    /// <returns>Q of each seed, [S].</returns>
    public double[][] Minimax()
    {
        using Mlp q = Network("q"), critic = Network("critic");
        Adam outer = Optimizer(q), inner = Optimizer(critic);
        for (int step = 0; step < _settings.Steps; step++)
        {
            if (step % 50 == 0)
                _context.Report(step, 2.0 * _settings.Steps, "minimax");
            using var scope = NewDisposeScope();
            Tensor targets;
            using (no_grad())
                targets = Targets(Values(q));
            for (int i = 0; i < _settings.CriticSteps; i++)
            {
                Loss(Values(critic), targets).backward();
                inner.Step();
            }
            Tensor best;
            using (no_grad())
                best = Values(critic);
            Tensor values = Values(q), moving = Targets(values);
            (Loss(values, moving) - Loss(best, moving)).backward();
            outer.Step();
        }
        return Read(q, "minimax");
    }

    /// <summary>Least squares of r + γ Q̄(s'), Q̄ a copy of Q that is renewed now and then.</summary>
    /// <returns>Q of each seed, [S].</returns>
    public double[][] Fitted()
    {
        using Mlp q = Network("q");
        Adam optimizer = Optimizer(q);
        Tensor? targets = null;
        int every = Math.Max(1, _settings.Steps / _settings.Sweeps);
        for (int step = 0; step < _settings.Steps; step++)
        {
            if (step % 50 == 0)
                _context.Report(_settings.Steps + step, 2.0 * _settings.Steps, "fitted evaluation");
            using var scope = NewDisposeScope();
            if (step % every == 0)
            {
                using (no_grad())
                {
                    targets?.Dispose();
                    targets = Targets(Values(q)).DetachFromDisposeScope();
                }
            }
            Loss(Values(q), targets!).backward();
            optimizer.Step();
        }
        targets?.Dispose();
        return Read(q, "fitted");
    }

    public void Dispose() => _scope.Dispose();

    private Mlp Network(string purpose) => new(_settings.Shape(), [.. _context.Seeds.Select(s => s.Derive(purpose))]);

    private Adam Optimizer(Mlp network) => new(network.Parameters, new AdamOptions(_settings.LearningRate));

    /// <summary>Q(s), [P, S].</summary>
    private Tensor Values(Mlp network) => network.Forward(_inputs).squeeze(-1);

    /// <summary>r + γ Q(s') of each pair and next state, [P, E].</summary>
    private Tensor Targets(Tensor values) => _rewards + _settings.Discount * values.index_select(1, _next);

    /// <summary>Summed over members, so that each gets its own gradient.</summary>
    private Tensor Loss(Tensor values, Tensor targets) => (_weights * (values.index_select(1, _pairs) - targets).Squared()).sum();

    private double[][] Read(Mlp network, string name)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor values = Values(network);
        _context.Mark(name, values);
        float[] all = values.contiguous().reshape(-1).data<float>().ToArray();
        return [.. all.Select(v => (double)v).Chunk(_settings.States)];
    }
}
