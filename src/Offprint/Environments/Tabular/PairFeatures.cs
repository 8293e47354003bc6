using Offprint.Numerics;

namespace Offprint.Environments.Tabular;

/// <summary>φ(s, a): a vector for each state and action, the same at all stages.</summary>
public sealed class PairFeatures
{
    private readonly double[] _values;
    private readonly int _actions;

    /// <summary>Makes features of zeros, to be filled by <see cref="Of"/>.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="dimension">d.</param>
    public PairFeatures(int states, int actions, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(actions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        (States, _actions, Dimension) = (states, actions, dimension);
        _values = new double[checked(states * actions * dimension)];
    }

    /// <summary>S.</summary>
    public int States { get; }

    /// <summary>A.</summary>
    public int Actions => _actions;

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>One feature a pair: what is linear in it is any table.</summary>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <returns>d = S A.</returns>
    public static PairFeatures OneHot(int states, int actions)
    {
        var features = new PairFeatures(states, actions, states * actions);
        for (int pair = 0; pair < states * actions; pair++)
            features._values[pair * features.Dimension + pair] = 1;
        return features;
    }

    /// <summary>The features of a pair, [d]; writable.</summary>
    /// <param name="s">The state.</param>
    /// <param name="a">The action.</param>
    /// <returns>A view.</returns>
    public Span<double> Of(int s, int a)
    {
        if ((uint)s >= (uint)States || (uint)a >= (uint)_actions)
            throw new ArgumentOutOfRangeException(nameof(s),
                $"There are features of {States} states and {_actions} actions, not of state {s}, action {a}.");
        return _values.AsSpan((s * _actions + a) * Dimension, Dimension);
    }
}

/// <summary>An MDP whose rewards and transitions are linear in known features: P(s'|s,a) = ⟨φ(s,a), μ(s')⟩, r = ⟨φ(s,a), θ⟩.</summary>
/// <param name="Mdp">The MDP.</param>
/// <param name="Features">φ.</param>
public sealed record LinearMdp(TabularMdp Mdp, PairFeatures Features)
{
    /// <summary>
    /// Draws one: each φ(s, a) and each μ_i is a law from a Dirichlet, θ_i is uniform on [0, 1/H], so that returns lie in [0, 1].
    /// </summary>
    /// <param name="dimension">d.</param>
    /// <param name="states">S.</param>
    /// <param name="actions">A.</param>
    /// <param name="horizon">H.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="concentration">Of the Dirichlet laws. Default: 0.3, few large entries.</param>
    /// <returns>The MDP, which starts in a uniform state, with its features.</returns>
    public static LinearMdp Random(int dimension, int states, int actions, int horizon, Seed seed, double concentration = 0.3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        var features = new PairFeatures(states, actions, dimension);
        RandomStream random = seed.Stream();
        double[] sources = new double[dimension * states], rewards = new double[dimension];
        double[] overStates = [.. Enumerable.Repeat(concentration, states)], overSources = [.. Enumerable.Repeat(concentration, dimension)];
        for (int i = 0; i < dimension; i++)
        {
            random.FillDirichlet(overStates, sources.AsSpan(i * states, states));
            rewards[i] = random.NextDouble() / horizon;
        }
        var builder = new TabularMdpBuilder(states, actions) { Name = $"RandomLinear({dimension}, {states}, {actions})", Horizon = horizon };
        double[] row = new double[states];
        for (int s = 0; s < states; s++)
        {
            for (int a = 0; a < actions; a++)
            {
                Span<double> phi = features.Of(s, a);
                random.FillDirichlet(overSources, phi);
                Array.Clear(row);
                for (int i = 0; i < dimension; i++)
                    SpanMath.AddScaled(sources.AsSpan(i * states, states), phi[i], row);
                for (int next = 0; next < states; next++)
                    builder.Add(s, a, next, row[next]);
                builder.Reward(s, a, SpanMath.Dot(phi, rewards));
            }
        }
        double[] start = new double[states];
        Array.Fill(start, 1.0 / states);
        return new(builder.Start(start).Build(), features);
    }
}
