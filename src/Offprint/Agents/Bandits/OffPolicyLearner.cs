using System.Runtime.InteropServices;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Bandits;

/// <summary>
/// Learns softmax policies from one-step feedback: gradient ascent on an estimate of their value. Every objective is a table of gains,
/// $\frac1N \sum_i \sum_a \pi_\theta(a|x_i) G_{ia}$ with $G = \hat q + 1\{a = a_i\} \min(1/p_i, c)(r_i - \hat q - b)$ or parts of it, so
/// that mixtures of rewards are learned side by side as one population.
/// </summary>
public sealed class OffPolicyLearner
{
    private const double BaselineMemory = 0.99;

    private readonly OffPolicyLearnerOptions _options;
    private readonly SampleMatrix _features;
    private readonly LearningRows _rows;
    private readonly double[][] _mixtures;
    private readonly double[] _baselines;
    private readonly int[] _train, _heldOut;

    private OffPolicyLearner(OffPolicyLearnerOptions options, SampleMatrix features, LearningRows rows, double[][] mixtures,
        int[] train, int[] heldOut)
    {
        (_options, _features, _rows, _mixtures, _train, _heldOut) = (options, features, rows, mixtures, train, heldOut);
        _baselines = [.. mixtures.Select(m => train.Average(i => Mixed(m, i)))];
    }

    /// <summary>Learns a population of policies.</summary>
    /// <param name="options">The learner.</param>
    /// <param name="context">x, [N, d].</param>
    /// <param name="columns">The features that policies see.</param>
    /// <param name="rows">Actions, propensities, rewards, predictions.</param>
    /// <param name="mixtures">The weights of the rewards of each member, [P][K].</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="heldOut">Rows of other users, on which the doubly robust value chooses among the epochs.</param>
    /// <param name="seed">The seed of starts and of the order of rows; the same for all members.</param>
    /// <param name="progress">Called after each epoch with the epochs done.</param>
    /// <returns>[P] policies.</returns>
    public static IReadOnlyList<SoftmaxPolicy> Fit(OffPolicyLearnerOptions options, SampleMatrix context, int[] columns, LearningRows rows,
        double[][] mixtures, int[] train, int[] heldOut, Seed seed, Action<int>? progress = null)
    {
        float[] picked = new float[context.Rows * columns.Length];
        for (int i = 0; i < context.Rows; i++)
        {
            for (int k = 0; k < columns.Length; k++)
                picked[i * columns.Length + k] = context.Row(i)[columns[k]];
        }
        SampleMatrix features = PolynomialFeatures.Of(new(context.Rows, columns.Length, picked), options.Degree);
        return new OffPolicyLearner(options, features, rows, mixtures, train, heldOut).Run(columns, seed, progress);
    }

    /// <summary>The gains of a row.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="action">a_i.</param>
    /// <param name="weight">min(1/p_i, c).</param>
    /// <param name="reward">r_i.</param>
    /// <param name="baseline">b, for the self-normalized objective.</param>
    /// <param name="gains">Holds q̂(x_i, a) and receives G_{ia}, [A].</param>
    public static void FillGains(
        PolicyObjective objective, int action, double weight, double reward, double baseline, Span<double> gains)
    {
        if (objective is PolicyObjective.InversePropensity or PolicyObjective.SelfNormalized)
        {
            gains.Clear();
            gains[action] = weight * (reward - (objective == PolicyObjective.SelfNormalized ? baseline : 0));
        }
        else if (objective == PolicyObjective.DoublyRobust)
        {
            gains[action] += weight * (reward - gains[action]);
        }
    }

    private IReadOnlyList<SoftmaxPolicy> Run(int[] columns, Seed seed, Action<int>? progress)
    {
        int members = _mixtures.Length;
        using var network = new Mlp(new(_features.Columns, _rows.ActionCount, _options.Hidden > 0 ? [_options.Hidden] : []),
            [.. _mixtures.Select(_ => seed)]);
        if (_options.Hidden == 0)
            network.Parameters.ValueSpan.Clear(); // a linear softmax starts uniform
        var adam = new Adam(network.Parameters, new(_options.LearningRate, WeightDecay: _options.WeightDecay));
        RandomStream order = seed.Derive("order").Stream();
        var policies = new SoftmaxPolicy[members];
        double[] best = [.. Enumerable.Repeat(double.NegativeInfinity, members)];
        int[] shuffled = [.. _train];
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            order.Shuffle<int>(shuffled);
            for (int start = 0; start < shuffled.Length; start += _options.BatchSize)
                Step(network, adam, shuffled.AsSpan(start, Math.Min(_options.BatchSize, shuffled.Length - start)));
            double[] values = Values(network);
            for (int m = 0; m < members; m++)
            {
                if (values[m] <= best[m])
                    continue;
                best[m] = values[m];
                policies[m] = Policy(network, columns, m);
            }
            progress?.Invoke(epoch);
        }
        return policies;
    }

    private void Step(Mlp network, Adam adam, ReadOnlySpan<int> rows)
    {
        using var scope = NewDisposeScope();
        float[] gains = Gains(rows, _options.Objective, _options.Clip);
        Tensor law = nn.functional.softmax(network.Forward(Inputs(rows)), -1);
        (-(law * tensor(gains).reshape(_mixtures.Length, rows.Length, -1)).sum() / rows.Length).backward();
        adam.Step();
        if (_options.Objective == PolicyObjective.SelfNormalized)
            MoveBaselines(law.detach(), rows);
    }

    /// <summary>b towards the batch's Σ w r/Σ w under the policy of each member.</summary>
    private void MoveBaselines(Tensor law, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<float> all = MemoryMarshal.Cast<byte, float>(law.contiguous().bytes);
        for (int m = 0; m < _mixtures.Length; m++)
        {
            double above = 0, below = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                double w = Math.Min(1 / _rows.Propensities[rows[i]], _options.Clip)
                    * all[(m * rows.Length + i) * _rows.ActionCount + _rows.Actions[rows[i]]];
                above += w * Mixed(_mixtures[m], rows[i]);
                below += w;
            }
            if (below > 0)
                _baselines[m] = BaselineMemory * _baselines[m] + (1 - BaselineMemory) * above / below;
        }
    }

    /// <summary>The doubly robust value of each member on the held-out rows, without a bound on weights.</summary>
    private double[] Values(Mlp network)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        double[] values = new double[_mixtures.Length];
        for (int start = 0; start < _heldOut.Length; start += 8192)
        {
            using var inner = NewDisposeScope();
            ReadOnlySpan<int> rows = _heldOut.AsSpan(start, Math.Min(8192, _heldOut.Length - start));
            Tensor law = nn.functional.softmax(network.Forward(Inputs(rows)), -1);
            float[] gains = Gains(rows, PolicyObjective.DoublyRobust, double.PositiveInfinity);
            ReadOnlySpan<float> all = MemoryMarshal.Cast<byte, float>(law.contiguous().bytes);
            int width = rows.Length * _rows.ActionCount;
            for (int k = 0; k < all.Length; k++)
                values[k / width] += (double)all[k] * gains[k];
        }
        return values;
    }

    /// <summary>G of each member, [P, B, A].</summary>
    private float[] Gains(ReadOnlySpan<int> rows, PolicyObjective objective, double clip)
    {
        int actions = _rows.ActionCount;
        float[] gains = new float[_mixtures.Length * rows.Length * actions];
        Span<double> row = stackalloc double[actions];
        for (int m = 0; m < _mixtures.Length; m++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                row.Clear();
                for (int k = 0; k < _rows.Predictions.Length; k++)
                    SpanMath.AddScaled(_rows.Predictions[k].AsSpan(rows[i] * actions, actions), _mixtures[m][k], row);
                FillGains(objective, _rows.Actions[rows[i]], Math.Min(1 / _rows.Propensities[rows[i]], clip),
                    Mixed(_mixtures[m], rows[i]), _baselines[m], row);
                for (int a = 0; a < actions; a++)
                    gains[(m * rows.Length + i) * actions + a] = (float)row[a];
            }
        }
        return gains;
    }

    private double Mixed(double[] mixture, int row)
    {
        double sum = 0;
        for (int k = 0; k < mixture.Length; k++)
            sum += mixture[k] * _rows.Rewards[k][row];
        return sum;
    }

    private Tensor Inputs(ReadOnlySpan<int> rows)
    {
        float[] x = new float[rows.Length * _features.Columns];
        for (int i = 0; i < rows.Length; i++)
            _features.Row(rows[i]).CopyTo(x.AsSpan(i * _features.Columns));
        return tensor(x).reshape(1, rows.Length, _features.Columns);
    }

    private SoftmaxPolicy Policy(Mlp network, int[] columns, int member)
    {
        using var scope = NewDisposeScope();
        int layers = _options.Hidden > 0 ? 2 : 1;
        return new($"policy {member}", columns, _options.Degree, [.. Enumerable.Range(0, layers).Select(l => (
            Member(network.Parameters[$"layer{l}.weight"], member), Member(network.Parameters[$"layer{l}.bias"], member)))]);
    }

    private static float[] Member(Tensor parameter, int member) =>
        [.. MemoryMarshal.Cast<byte, float>(parameter.detach()[member].contiguous().bytes)];
}
