using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>A problem with a linear class.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Features">The class.</param>
public sealed record LinearInstance(PolicyEvaluationProblem Problem, LinearClass Features);

/// <summary>A problem with a finite class; the first function is Q^π.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Functions">The class.</param>
public sealed record FiniteInstance(PolicyEvaluationProblem Problem, FiniteClass Functions);

/// <summary>Families of problems whose incompleteness, coverage and entropy are turned one at a time, each in closed form.</summary>
public static class RealizabilityInstances
{
    /// <summary>
    /// Family A: k copies of a chain X → Y → end, of which the data see X with share m. F = {Q^π = 0, u}ᵏ with u = s(1, y) on each copy;
    /// rewards ±1 of mean zero. ‖E‖² = s²(m(1−γy)² + (1−m)y²) and I² = s²mγ²y², as long as that is less.
    /// </summary>
    /// <param name="beta">β, which fixes y.</param>
    /// <param name="share">m.</param>
    /// <param name="discount">γ.</param>
    /// <param name="copies">k; |F| = 2ᵏ.</param>
    /// <param name="scale">s.</param>
    /// <returns>The instance; the last function is u on every copy.</returns>
    public static FiniteInstance TwoFunctions(double beta, double share = 0.8, double discount = 0.9, int copies = 1, double scale = 1)
    {
        double y = ValueOf(beta, share, discount);
        PolicyEvaluationProblem problem = Chains(copies, share, discount);
        return new(problem, new FiniteClass(Enumerable.Range(0, 1 << copies).Select(bits =>
        {
            var function = new double[2 * copies + 1];
            for (int i = 0; i < copies; i++)
            {
                if ((bits >> i & 1) == 1)
                    (function[2 * i], function[2 * i + 1]) = (scale, scale * y);
            }
            return function;
        })));
    }

    /// <summary>The y of family A at which the class has incompleteness β.</summary>
    /// <param name="beta">β in [0, 1].</param>
    /// <param name="share">m.</param>
    /// <param name="discount">γ.</param>
    /// <returns>y, up to the smaller root of m(1 − 2γy) + (1−m)y² = 0.</returns>
    /// <exception cref="ArgumentException">β is no incompleteness.</exception>
    public static double ValueOf(double beta, double share, double discount)
    {
        if (!(beta is >= 0 and <= 1))
            throw new ArgumentException($"An incompleteness of {beta}; it lies in [0, 1].", nameof(beta));
        if (beta == 0)
            return 0;
        // β²‖E‖² = I²: (β²(mγ² + 1 − m) − mγ²) y² − 2β²mγ y + β²m = 0
        double b = beta * beta, a = b * (share * discount * discount + 1 - share) - share * discount * discount;
        double half = b * share * discount, root = Math.Sqrt(half * half - a * b * share);
        return b * share / (half + root); // the root that is 0 at β = 0, without cancellation
    }

    /// <summary>Family B: d copies of the chain, each with one feature φ = (1, y). Q^π = 0; FQE diverges where its factor passes
    /// 1.</summary>
    /// <param name="y">The feature of Y.</param>
    /// <param name="share">m.</param>
    /// <param name="discount">γ.</param>
    /// <param name="copies">d.</param>
    /// <returns>The instance.</returns>
    public static LinearInstance OneFeature(double y, double share = 0.9, double discount = 0.9, int copies = 1)
    {
        var features = new double[2 * copies + 1, copies];
        for (int i = 0; i < copies; i++)
            (features[2 * i, i], features[2 * i + 1, i]) = (1, y);
        return new(Chains(copies, share, discount), new LinearClass(features));
    }

    /// <summary>
    /// Family C: X → Y, Y stays; φ = (γ, 1), so that every θ is some value function; the data see Y with share ε. 1 − β² = ε/((1−ε)γ² + ε),
    /// C = γ²/ε: with ε → 0 nothing tells the value of Y.
    /// </summary>
    /// <param name="share">ε.</param>
    /// <param name="discount">γ.</param>
    /// <returns>The instance, with θ* = 1.</returns>
    public static LinearInstance RareState(double share, double discount = 0.9)
    {
        var builder = new TabularMdpBuilder(2, 1) { Name = "Rare state", Discount = discount, Noise = RewardNoise.Signs(1) };
        TabularMdp mdp = builder.Add(0, 0, 1, 1).Add(1, 0, 1, 1).Reward(1, 0, 1 - discount).Build();
        return new(Problem(mdp, [1 - share, share], [1, 0]), new LinearClass(new[,] { { discount }, { 1.0 } }));
    }

    /// <summary>Instance D: four states, two features, everything generic.</summary>
    /// <param name="noise">Rewards are their means ± this.</param>
    /// <returns>The instance; θ* = (1, −½).</returns>
    public static LinearInstance FourStates(double noise = 0.5)
    {
        double[,] p = { { .1, .6, .3, 0 }, { 0, .2, .5, .3 }, { .4, 0, .1, .5 }, { .25, .25, .25, .25 } };
        double[,] phi = { { 1, 0 }, { 1, 1 }, { 0, 1 }, { 1, -1 } };
        double[] values = new LinearClass(phi).Function([1, -0.5]);
        return new(Problem(Chain("Four states", p, values, 0.9, RewardNoise.Signs(noise)), [.5, .2, .2, .1], [0, 0, 0, 1]),
            new LinearClass(phi));
    }

    /// <summary>
    /// Family E: a Garnet of 50 states, five next states each, normal rewards of deviation 1; d features that are orthonormal under a
    /// Dirichlet(½) law of data and whose span holds V^π.
    /// </summary>
    /// <param name="discount">γ.</param>
    /// <param name="seed">Of transitions, law, rewards, features and d.</param>
    /// <returns>The instance, d from 2 to 20.</returns>
    public static LinearInstance Random(double discount, Seed seed)
    {
        const int states = 50;
        TabularMdp dynamics = TabularMdps.Garnet(states, 1, 5, seed.Derive("transitions"));
        RandomStream random = seed.Derive("rest").Stream();
        double[,] p = new double[states, states];
        double[] rewards = new double[states], law = new double[states], half = new double[states];
        for (int s = 0; s < states; s++)
        {
            for (int next = 0; next < states; next++)
                p[s, next] = dynamics.Next(s, 0)[next];
        }
        random.FillNormal(rewards);
        Array.Fill(half, 0.5);
        random.FillDirichlet(half, law);
        var builder = new TabularMdpBuilder(states, 1) { Name = "Garnet(50, 1, 5)", Discount = discount, Noise = RewardNoise.Gaussian(1) };
        Fill(builder, p, rewards);
        PolicyEvaluationProblem problem = Problem(builder.Build(), law, [.. Enumerable.Repeat(1.0 / states, states)]);
        int d = 2 + random.NextInt(19);
        var features = new double[states, d];
        for (int s = 0; s < states; s++)
        {
            features[s, 0] = problem.QPi[s] / problem.Norm(problem.QPi);
            for (int j = 1; j < d; j++)
                features[s, j] = random.NextNormal();
        }
        return new(problem, new LinearClass(Orthonormal(features, law)));
    }

    /// <summary>A problem with one action from a chain whose rewards make the given values true.</summary>
    internal static TabularMdp Chain(string name, double[,] p, double[] values, double discount, RewardNoise noise)
    {
        var rewards = new double[values.Length];
        for (int s = 0; s < values.Length; s++)
        {
            rewards[s] = values[s];
            for (int next = 0; next < values.Length; next++)
                rewards[s] -= discount * p[s, next] * values[next];
        }
        var builder = new TabularMdpBuilder(values.Length, 1) { Name = name, Discount = discount, Noise = noise };
        Fill(builder, p, rewards);
        return builder.Build();
    }

    /// <summary>A problem with one action.</summary>
    internal static PolicyEvaluationProblem Problem(TabularMdp mdp, double[] law, double[] start)
    {
        var table = new StateActionTable(mdp.States, 1);
        law.CopyTo(table.Values);
        return new(mdp, TabularPolicy.Uniform(mdp), table, start);
    }

    private static void Fill(TabularMdpBuilder builder, double[,] p, double[] rewards)
    {
        for (int s = 0; s < builder.States; s++)
        {
            builder.Reward(s, 0, rewards[s]);
            for (int next = 0; next < builder.States; next++)
                builder.Add(s, 0, next, p[s, next]);
        }
    }

    private static PolicyEvaluationProblem Chains(int copies, double share, double discount)
    {
        int end = 2 * copies;
        var builder = new TabularMdpBuilder(end + 1, 1) { Name = $"{copies} chains", Discount = discount, Noise = RewardNoise.Signs(1) };
        double[] law = new double[end + 1], start = new double[end + 1];
        for (int i = 0; i < copies; i++)
        {
            builder.Add(2 * i, 0, 2 * i + 1, 1).Add(2 * i + 1, 0, end, 1);
            (law[2 * i], law[2 * i + 1], start[2 * i]) = (share / copies, (1 - share) / copies, 1.0 / copies);
        }
        return Problem(builder.Absorb(end).Build(), law, start);
    }

    private static double[,] Orthonormal(double[,] features, double[] law)
    {
        int states = features.GetLength(0), d = features.GetLength(1);
        for (int j = 0; j < d; j++)
        {
            for (int pass = 0; pass < 2; pass++) // twice is enough
            {
                for (int i = 0; i < j; i++)
                    Add(j, i, -Inner(i, j));
            }
            double norm = Math.Sqrt(Inner(j, j));
            for (int s = 0; s < states; s++)
                features[s, j] /= norm;
        }
        return features;

        double Inner(int i, int j)
        {
            double sum = 0;
            for (int s = 0; s < states; s++)
                sum += law[s] * features[s, i] * features[s, j];
            return sum;
        }

        void Add(int to, int from, double weight)
        {
            for (int s = 0; s < states; s++)
                features[s, to] += weight * features[s, from];
        }
    }
}
