using MathNet.Numerics.LinearAlgebra;
using Offprint.Cards;
using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy;

/// <summary>
/// Off-policy evaluation on a known MDP: the law μ of the data, the policy π to be evaluated, and the law ν₀ of the states from which its
/// value is asked. Everything that a theorem speaks of is computed exactly. Functions of pairs are arrays [S·A], pair (s, a) at s·A + a.
/// </summary>
public sealed class PolicyEvaluationProblem : IDescribable
{
    private readonly double[] _law, _start;
    private readonly int[] _pairs, _next;
    private readonly double[] _probabilities;

    /// <summary>States a problem.</summary>
    /// <param name="mdp">A discounted MDP; its noise is that of the data's rewards.</param>
    /// <param name="policy">π, stationary.</param>
    /// <param name="law">μ, of one stage and sum one.</param>
    /// <param name="start">ν₀, [S].</param>
    /// <exception cref="ArgumentException">There is no discount, or a shape or a law is wrong; the message says which.</exception>
    public PolicyEvaluationProblem(TabularMdp mdp, TabularPolicy policy, StateActionTable law, ReadOnlySpan<double> start)
    {
        if (mdp.Discount is not { } discount)
            throw new ArgumentException($"{mdp.Name} has no discount; give it one (WithDiscount).", nameof(mdp));
        policy.RequireShape(mdp);
        if (policy.Stages != 1)
            throw new ArgumentException($"The policy has {policy.Stages} stages; a discounted problem needs a stationary one.",
                nameof(policy));
        law.RequireShape(mdp, nameof(law));
        if (law.Stages != 1 || law.Values.ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon) || !(Math.Abs(law.Sum() - 1) < 1e-9))
            throw new ArgumentException($"μ has {law.Stages} stages and sums to {law.Sum()}; it must be a law over pairs.", nameof(law));
        Mdp = mdp.WithInitial(start);
        Task = new(policy, discount);
        (_law, _start) = (law.Values.ToArray(), start.ToArray());
        PolicyValue value = PolicyEvaluation.Evaluate(Mdp, policy);
        (QPi, Value) = (value.ActionValues.Values.ToArray(), value.Return);
        Occupancy = Environments.Tabular.Occupancy.Of(Mdp, policy).Values.ToArray();
        StateValues = value.Values[0];
        (_pairs, _next, _probabilities) = Edges();
    }

    /// <summary>The MDP, started by ν₀.</summary>
    public TabularMdp Mdp { get; }

    /// <summary>π and γ.</summary>
    public EvaluationTask Task { get; }

    /// <summary>How many pairs there are, S·A.</summary>
    public int Pairs => _law.Length;

    /// <summary>μ, [S·A].</summary>
    public ReadOnlySpan<double> Law => _law;

    /// <summary>Q^π, [S·A].</summary>
    public double[] QPi { get; }

    /// <summary>V^π, [S].</summary>
    public double[] StateValues { get; }

    /// <summary>v = E_{ν₀} Q^π(s, π), what is to be predicted.</summary>
    public double Value { get; }

    /// <summary>d^π from ν₀, with the factor 1 − γ, [S·A].</summary>
    public double[] Occupancy { get; }

    /// <summary>E_μ[(d^π/μ)²], the greatest that concentrability can be; infinite where d^π leaves the data.</summary>
    public double RatioSecondMoment => Sum(z => Occupancy[z] == 0 ? 0 : Occupancy[z] * Occupancy[z] / _law[z]);

    /// <summary>The greatest density ratio max d^π/μ.</summary>
    public double GreatestRatio => Enumerable.Range(0, Pairs).Where(z => Occupancy[z] > 0).Max(z => Occupancy[z] / _law[z]);

    /// <summary>The variance of r + γ V^π(s') at each pair, [S·A]: the noise that no estimator sees through in one row.</summary>
    /// <returns>Reward and next-state variance.</returns>
    public double[] TargetVariance()
    {
        var variance = new double[Pairs];
        double[] squares = [.. StateValues.Select(v => v * v)];
        double gamma = Task.Discount;
        for (int z = 0; z < variance.Length; z++)
        {
            (int s, int a) = Math.DivRem(z, Mdp.Actions);
            double mean = Mdp.Expect(s, a, StateValues), reward = Mdp.Reward(s, a);
            variance[z] = gamma * gamma * Math.Max(0, Mdp.Expect(s, a, squares) - mean * mean) + Mdp.Noise.Kind switch
            {
                RewardNoiseKind.Bernoulli => reward * (1 - reward), RewardNoiseKind.None => 0, _ => Mdp.Noise.Scale * Mdp.Noise.Scale,
            };
        }
        return variance;
    }

    /// <summary>The Bellman error E_Q = Q − T^π Q.</summary>
    /// <param name="q">Q, [S·A].</param>
    /// <returns>E_Q, [S·A].</returns>
    public double[] BellmanError(ReadOnlySpan<double> q)
    {
        double[] next = new double[Mdp.States], error = new double[Pairs];
        Task.Average(q, next);
        for (int z = 0; z < error.Length; z++)
        {
            (int s, int a) = Math.DivRem(z, Mdp.Actions);
            error[z] = q[z] - Mdp.Reward(s, a) - Task.Discount * Mdp.Expect(s, a, next);
        }
        return error;
    }

    /// <summary>‖g‖_μ.</summary>
    /// <param name="function">g, [S·A].</param>
    /// <returns>The norm.</returns>
    public double Norm(ReadOnlySpan<double> function)
    {
        double sum = 0;
        for (int z = 0; z < _law.Length; z++)
            sum += _law[z] * function[z] * function[z];
        return Math.Sqrt(sum);
    }

    /// <summary>Draws the counts of a data set of independent rows (s, a, r, s'), in time that does not depend on their number.</summary>
    /// <param name="rows">n, at least 1.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The data set's sufficient statistics.</returns>
    public TransitionSample Draw(int rows, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        var counts = new int[_pairs.Length];
        var rewards = new double[_pairs.Length];
        random.FillMultinomial(rows, _probabilities, counts);
        for (int e = 0; e < counts.Length; e++)
        {
            if (counts[e] > 0)
                rewards[e] = Mdp.Noise.DrawSum(Mdp.Reward(_pairs[e] / Mdp.Actions, _pairs[e] % Mdp.Actions), counts[e], random);
        }
        return new((Mdp.States, Mdp.Actions), _pairs, _next, counts, rewards);
    }

    /// <summary>E_{ν₀} Q(s, π) − v.</summary>
    /// <param name="q">Q, [S·A].</param>
    /// <returns>The error of the prediction.</returns>
    public double PredictionError(ReadOnlySpan<double> q)
    {
        var states = new double[Mdp.States];
        Task.Average(q, states);
        double sum = -Value;
        for (int s = 0; s < states.Length; s++)
            sum += _start[s] * states[s];
        return sum;
    }

    /// <summary>(I − γ P^π) Φ, the Bellman errors of features: [S·A, d].</summary>
    internal Matrix<double> Residuals(Matrix<double> features)
    {
        var result = features.Clone();
        for (int j = 0; j < features.ColumnCount; j++)
        {
            double[] column = features.Column(j).ToArray(), next = new double[Mdp.States];
            Task.Average(column, next);
            for (int z = 0; z < Pairs; z++)
                result[z, j] = column[z] - Task.Discount * Mdp.Expect(z / Mdp.Actions, z % Mdp.Actions, next);
        }
        return result;
    }

    /// <summary>All (pair, next state) that data can show, with their probabilities.</summary>
    private (int[], int[], double[]) Edges()
    {
        List<int> pairs = [], next = [];
        List<double> probabilities = [];
        for (int z = 0; z < Pairs; z++)
        {
            TransitionRow row = Mdp.Next(z / Mdp.Actions, z % Mdp.Actions);
            for (int i = 0; i < row.Count && _law[z] > 0; i++)
            {
                pairs.Add(z);
                next.Add(row.States[i]);
                probabilities.Add(_law[z] * row.Probabilities[i]);
            }
        }
        return ([.. pairs], [.. next], [.. probabilities]);
    }

    private double Sum(Func<int, double> term) => Enumerable.Range(0, Pairs).Sum(term);

    /// <inheritdoc/>
    public Card Describe() => new($"Off-policy evaluation on {Mdp.Name}")
    {
        Facts =
        [
            new("states", Mdp.States), new("actions", Mdp.Actions), new("discount γ", Task.Discount), new("value v", Value),
            new("pairs without data", Enumerable.Range(0, Pairs).Count(z => _law[z] == 0)), new("max d/μ", GreatestRatio),
            new("E_μ[(d/μ)²]", RatioSecondMoment),
        ],
    };
}
