using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Optimization.Surrogates;
using Offprint.Tensors;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Offprint.Optimization.Search;

/// <summary>
/// Some designs that climb by <see cref="TriMentoringRule"/>, each with M networks of its own: of P = M n networks the first n are the
/// first members' of all designs, and so on.
/// </summary>
internal sealed class MentoredDesigns : IDisposable
{
    private const float Nudge = 1e-3f; // the largest change of a parameter in a difference quotient

    private readonly TriMentoringRule _rule;
    private readonly SearchProblem _problem;
    private readonly Mlp _networks;
    private readonly ParameterBuffer _points, _saved;
    private readonly Adam _adam;
    private readonly TensorRandom _noise;
    private readonly RandomStream _rows;
    private readonly int _members, _count;
    private readonly Tensor _first, _second; // the two places of each pair

    public MentoredDesigns(TriMentoringRule rule, MlpSurrogate surrogate, SearchProblem problem, SampleMatrix starts, Seed seed)
    {
        (_rule, _problem, _members, _count) = (rule, problem, surrogate.Population, starts.Rows);
        _networks = new(surrogate.Network.Options, [.. Enumerable.Range(0, _members * _count).Select(_ => seed)]);
        CopyMembers(surrogate.Network.Parameters, _networks.Parameters);
        _saved = _networks.Parameters.Snapshot();
        _points = new(1, [new("x", [_count, problem.Dimension])]);
        starts.Values.CopyTo(_points.ValueSpan);
        _adam = new(_points, new(rule.StepSize));
        _noise = new(seed.Derive("neighbors"));
        _rows = seed.Derive("rows").Stream();
        (long I, long J)[] pairs = [.. from i in Enumerable.Range(0, rule.Neighbors + 1)
            from j in Enumerable.Range(i + 1, rule.Neighbors - i) select ((long)i, (long)j)];
        (_first, _second) = (tensor(Array.ConvertAll(pairs, p => p.I)), tensor(Array.ConvertAll(pairs, p => p.J)));
    }

    private Span<float> Parameters => _networks.Parameters.ValueSpan;

    private Span<float> Gradients => _networks.Parameters.GradientSpan;

    /// <summary>All steps.</summary>
    /// <returns>[n · d].</returns>
    public float[] Climb()
    {
        using var enabled = enable_grad();
        for (int step = 0; step < _rule.Steps; step++)
        {
            using var scope = NewDisposeScope();
            Mentor();
            Ascend();
        }
        return _points.ValueSpan.ToArray();
    }

    /// <summary>The difference of both values of each pair.</summary>
    /// <param name="values">[P, K + 1, 1].</param>
    /// <returns>[P, pairs].</returns>
    private Tensor Differences(Tensor values) => (values.index_select(1, _first) - values.index_select(1, _second)).squeeze(2);

    private void Mentor()
    {
        Tensor designs = _points["x"].squeeze(0).detach().unsqueeze(1); // [n, 1, d]
        Tensor around = designs + _noise.Normal([_count, _rule.Neighbors, designs.shape[2]]) * _rule.NeighborDeviation;
        Tensor x = cat([designs, around], 1).repeat(_members, 1, 1); // [P, K + 1, d]
        Tensor votes = Differences(Values(x)).gt(0).view(_members, _count, -1).to_type(ScalarType.Float32).sum([0]);
        Tensor labels = votes.gt(_members / 2.0).to_type(ScalarType.Float32).repeat(_members, 1); // [P, pairs]
        Learn(x, Softened(x, labels));
    }

    /// <summary>Labels one step down the squared error after learning from them, within [0, 1].</summary>
    /// <remarks>
    /// Learning moves the parameters by α ∂Δ/∂θ for each unit of a label, so that the error's derivative by it is α times that of Δ along
    /// the error's gradient: a difference quotient of values.
    /// </remarks>
    private Tensor Softened(Tensor x, Tensor labels)
    {
        Parameters.CopyTo(_saved.ValueSpan);
        Learn(x, labels);
        SquaredError().backward();
        _saved.ValueSpan.CopyTo(Parameters);
        float largest = TensorPrimitives.MaxMagnitude<float>(Gradients), nudge = Math.Abs(largest) > 0 ? Nudge / Math.Abs(largest) : 0;
        if (nudge == 0)
            return labels;
        Tensor before = Differences(Values(x));
        TensorPrimitives.MultiplyAdd(Gradients, nudge, Parameters, Parameters);
        Tensor slopes = (Differences(Values(x)) - before) / nudge;
        _saved.ValueSpan.CopyTo(Parameters);
        Gradients.Clear();
        return (labels - slopes * (_rule.LabelRate * _rule.TuningRate / labels.shape[1])).clamp(0, 1);
    }

    private Tensor Values(Tensor x)
    {
        using var guard = no_grad();
        return _networks.Forward(x);
    }

    /// <summary>A step of gradient descent on the pairs' mean loss, softplus(Δ) − lΔ.</summary>
    private void Learn(Tensor x, Tensor labels)
    {
        Tensor differences = Differences(_networks.Forward(x));
        (nn.functional.softplus(differences) - labels * differences).mean([1]).sum().backward();
        TensorPrimitives.MultiplyAdd(Gradients, -(float)_rule.TuningRate, Parameters, Parameters);
        Gradients.Clear();
    }

    /// <summary>The mean squared error of each network on some visible designs, summed over networks.</summary>
    private Tensor SquaredError()
    {
        int[] rows = [.. Enumerable.Range(0, _rule.JudgedDesigns).Select(_ => _rows.NextInt(_problem.Data.Count))];
        Tensor outputs = tensor(Array.ConvertAll(rows, i => _problem.Outputs[i]), [1, rows.Length, 1]);
        return (_networks.Forward(SearchProblem.ToTensor(_problem.Rows(rows))) - outputs).Squared().mean([1, 2]).sum();
    }

    /// <summary>A step of each design up the mean of its networks.</summary>
    private void Ascend()
    {
        Tensor input = _points["x"].view(_count, 1, -1).repeat(_members, 1, 1);
        _networks.ForwardFrozen(input).sum().div(-_members).backward();
        _adam.Step();
    }

    private void CopyMembers(ParameterBuffer from, ParameterBuffer to)
    {
        for (int parameter = 0; parameter < from.Specs.Count; parameter++)
        {
            for (int p = 0; p < to.Population; p++)
            {
                (int start, int length) = from.Place(parameter, p / _count);
                from.ValueSpan.Slice(start, length).CopyTo(to.ValueSpan[to.Place(parameter, p).Start..]);
            }
        }
    }

    public void Dispose()
    {
        _networks.Dispose();
        _saved.Dispose();
        _points.Dispose();
        _noise.Dispose();
        _first.Dispose();
        _second.Dispose();
    }
}
