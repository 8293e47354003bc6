using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Estimators.OffPolicy.Learned;

/// <summary>
/// A function of state and action of each of P policies: with a finite number of actions one output an action, otherwise the action is an
/// input.
/// </summary>
internal sealed class PairNetwork : IDisposable
{
    private const int RowsAtOnce = 4096;

    private readonly LoggedTransitions _data;
    private readonly CandidateLaws _laws;

    public PairNetwork(LoggedTransitions data, CandidateLaws laws, IReadOnlyList<int> hidden, Seed seed)
    {
        (_data, _laws) = (data, laws);
        int states = (int)data.States.shape[2];
        Seed[] seeds = [.. Enumerable.Range(0, laws.Count).Select(p => seed.Derive((ulong)p))];
        Network = new Mlp(data.IsDiscrete ? new(states, data.ActionSize, hidden) : new(states + data.ActionSize, 1, hidden), seeds);
    }

    private PairNetwork(PairNetwork other) => (_data, _laws, Network) = (other._data, other._laws, other.Network.Target());

    public Mlp Network { get; }

    public PairNetwork Target() => new(this);

    /// <summary>f(s, a) of logged pairs.</summary>
    /// <param name="rows">int64 [B].</param>
    /// <returns>[P, B].</returns>
    public Tensor Logged(Tensor rows)
    {
        if (_data.IsDiscrete)
            return Pick(All(rows), rows);
        return Of(rows, _data.Actions.index_select(0, rows).unsqueeze(0)).squeeze(2);
    }

    /// <summary>Σ_a π(a|s) f(s, a), or f at a draw of π.</summary>
    /// <param name="rows">int64 [B].</param>
    /// <param name="random">Of one member, where actions are drawn; <see langword="null"/> for the likeliest actions.</param>
    /// <returns>[P, B].</returns>
    public Tensor Expected(Tensor rows, PopulationRandom? random) => _data.IsDiscrete
        ? (All(rows) * _laws.Weights(rows, greedy: random is null)).sum(2)
        : Of(rows, _laws.Draw(rows, _data.Bounds!, random)).squeeze(2);

    /// <summary>Both in one pass: of logged pairs, then under π in other rows.</summary>
    /// <param name="rows">int64 [B].</param>
    /// <param name="others">int64 [C].</param>
    /// <param name="random">As for <see cref="Expected"/>.</param>
    /// <returns>[P, B] and [P, C].</returns>
    public (Tensor Logged, Tensor Expected) Joint(Tensor rows, Tensor others, PopulationRandom random)
    {
        long count = rows.shape[0], rest = others.shape[0];
        Tensor all = cat([rows, others], 0);
        if (_data.IsDiscrete)
        {
            Tensor values = All(all);
            return (Pick(values.narrow(1, 0, count), rows), (values.narrow(1, count, rest) * _laws.Weights(others)).sum(2));
        }
        Tensor logged = _data.Actions.index_select(0, rows).unsqueeze(0).expand(_laws.Count, -1, -1);
        Tensor both = Of(all, cat([logged, _laws.Draw(others, _data.Bounds!, random)], 1)).squeeze(2);
        return (both.narrow(1, 0, count), both.narrow(1, count, rest));
    }

    /// <summary>f(s, a) of all logged pairs, without gradients.</summary>
    /// <returns>[P, M].</returns>
    public Tensor LoggedEverywhere() => Everywhere(Logged);

    /// <summary>Σ_a π(a|s) f(s, a) in all logged states; where actions are drawn, the mean of some draws. Without gradients.</summary>
    /// <param name="draws">How many.</param>
    /// <param name="random">Of one member.</param>
    /// <returns>[P, M].</returns>
    public Tensor ExpectedEverywhere(int draws, PopulationRandom random) => Everywhere(rows =>
    {
        if (_data.IsDiscrete)
            return Expected(rows, random);
        Tensor sum = Expected(rows, random);
        for (int k = 1; k < draws; k++)
            sum = sum + Expected(rows, random);
        return sum / draws;
    });

    private Tensor Everywhere(Func<Tensor, Tensor> f)
    {
        using var guard = no_grad();
        Tensor all = empty(_laws.Count, _data.Count);
        for (int first = 0; first < _data.Count; first += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(RowsAtOnce, _data.Count - first);
            all.narrow(1, first, count).copy_(f(arange(first, first + count, ScalarType.Int64)));
        }
        return all;
    }

    private Tensor All(Tensor rows) => Network.Forward(_data.States.index_select(1, rows));

    private Tensor Of(Tensor rows, Tensor actions)
    {
        Tensor states = _data.States.index_select(1, rows);
        return Network.Forward(cat([actions.shape[0] == 1 ? states : states.expand(_laws.Count, -1, -1), actions], 2));
    }

    private Tensor Pick(Tensor values, Tensor rows) =>
        values.gather(2, _data.Actions.index_select(0, rows).unsqueeze(0).expand(_laws.Count, -1, -1)).squeeze(2);

    public void Dispose() => Network.Dispose();
}
