using Offprint.Environments.Tabular;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineToOnline.UniO4Study;

/// <summary>A random MDP, a model of it that is wrong to a degree, a behavior policy, and candidates for its successor.</summary>
internal sealed class GateInstance
{
    private readonly RankingSettings _settings;
    private readonly RandomStream _random;

    public GateInstance(RankingSettings settings, Seed seed)
    {
        (_settings, _random) = (settings, seed.Derive("mdp").Stream());
        double[][] kernel = Kernel(), wrong = Kernel();
        double[] rewards = Rewards(), wrongRewards = Rewards();
        double e = settings.ModelError;
        Truth = Build(kernel, rewards);
        Model = e == 0 ? Truth : Build(
            [.. kernel.Zip(wrong, (right, other) => right.Zip(other, (p, q) => (1 - e) * p + e * q).ToArray())],
            [.. rewards.Zip(wrongRewards, (r, q) => (1 - e) * r + e * q)]);
        Behavior = RandomPolicy();
        BehaviorValue = PolicyEvaluation.Evaluate(Truth, Behavior);
        TabularPolicy greedy = BehaviorValue.ActionValues.Greedy();
        Candidates = [.. Enumerable.Range(0, settings.Policies)
            .Select(i => Behavior.Mix(i % 2 == 0 ? greedy : RandomPolicy(), _random.NextDouble()))];
    }

    public TabularMdp Truth { get; }

    /// <summary>P̂ = (1 − e) P + e P′ with a kernel P′ of the same law, rewards likewise.</summary>
    public TabularMdp Model { get; }

    /// <summary>μ, the softmax of standard normal logits.</summary>
    public TabularPolicy Behavior { get; }

    public PolicyValue BehaviorValue { get; }

    /// <summary>Mixtures of μ, half of them with the greedy policy of Q^μ, half with random ones.</summary>
    public IReadOnlyList<TabularPolicy> Candidates { get; }

    private double[][] Kernel()
    {
        double[] concentrations = [.. Enumerable.Repeat(_settings.Concentration, _settings.Successors)];
        double[] law = new double[_settings.Successors];
        int[] states = [.. Enumerable.Range(0, _settings.States)];
        double[][] rows = new double[_settings.States * _settings.Actions][];
        for (int row = 0; row < rows.Length; row++)
        {
            _random.Shuffle(states.AsSpan());
            _random.FillDirichlet(concentrations, law);
            rows[row] = new double[_settings.States];
            for (int i = 0; i < law.Length; i++)
                rows[row][states[i]] = law[i];
        }
        return rows;
    }

    private double[] Rewards() => [.. Enumerable.Range(0, _settings.States * _settings.Actions).Select(_ => _random.NextDouble())];

    private TabularMdp Build(double[][] kernel, double[] rewards)
    {
        var builder = new TabularMdpBuilder(_settings.States, _settings.Actions) { Discount = _settings.Discount };
        for (int row = 0; row < kernel.Length; row++)
        {
            (int s, int a) = Math.DivRem(row, _settings.Actions);
            builder.Reward(s, a, rewards[row]);
            for (int next = 0; next < _settings.States; next++)
            {
                if (kernel[row][next] > 0)
                    builder.Add(s, a, next, kernel[row][next]);
            }
        }
        return builder.Start([.. Enumerable.Repeat(1.0 / _settings.States, _settings.States)]).Build();
    }

    private TabularPolicy RandomPolicy()
    {
        var table = new StateActionTable(_settings.States, _settings.Actions);
        for (int s = 0; s < _settings.States; s++)
        {
            Span<double> row = table.Row(s);
            double sum = 0;
            for (int a = 0; a < row.Length; a++)
                sum += row[a] = Math.Exp(_random.NextNormal());
            for (int a = 0; a < row.Length; a++)
                row[a] /= sum;
        }
        return TabularPolicy.FromProbabilities(table);
    }
}
