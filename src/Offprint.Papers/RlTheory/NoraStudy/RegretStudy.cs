using System.ComponentModel.DataAnnotations;
using System.Text;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Datasets.Tabular;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>What was logged before the first episode.</summary>
/// <param name="Episodes">How many episodes; 0 for an online run.</param>
/// <param name="ExpertShare">The weight of the optimal policy in the behavior; the rest is uniform.</param>
public sealed record OfflineLog([property: Range(0, 1_000_000)] int Episodes, [property: Range(0.0, 1.0)] double ExpertShare)
{
    /// <summary>No data.</summary>
    public static OfflineLog None { get; } = new(0, 0);

    /// <summary>The behavior policy.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <returns>A mixture, action by action.</returns>
    public TabularPolicy Behavior(TabularMdp mdp) =>
        TabularPolicy.Uniform(mdp).Mix(ValueIteration.Solve(mdp).Policy, ExpertShare);

    /// <summary>c*_off, the single-policy concentrability of the behavior: exact.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <returns>max d*_h(s, a)/d^β_h(s, a).</returns>
    public double Concentrability(TabularMdp mdp) => Environments.Tabular.Concentrability.SinglePolicy(
        Occupancy.Of(mdp, ValueIteration.Solve(mdp).Policy), Occupancy.Of(mdp, Behavior(mdp)));

    internal TabularDataset? Draw(TabularMdp mdp, Seed seed) =>
        Episodes == 0 ? null : TabularDataset.Collect(mdp, Behavior(mdp), Episodes, seed);
}

/// <summary>A method in a domain.</summary>
/// <param name="Domain">Where.</param>
/// <param name="Method">Who.</param>
/// <param name="Episodes">T.</param>
/// <param name="Offline">What it starts with.</param>
public sealed record RegretSettings(
    EpisodicDomain Domain, EpisodicMethod Method, [property: Range(1, 10_000_000)] int Episodes, OfflineLog Offline)
{
    internal string Key() => $"{Domain.Key}-{Slug(Method)}{(Offline.Episodes == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"-{Offline.Episodes}x{Offline.ExpertShare:0.##}"))}";

    /// <summary>The label in the letters of file names.</summary>
    private static string Slug(EpisodicMethod method)
    {
        var slug = new StringBuilder();
        foreach (char c in method.Label.Replace("η = ", "eta", StringComparison.Ordinal).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '.')
                slug.Append(c);
            else if (slug is not [.., '-'])
                slug.Append('-');
        }
        return slug.ToString();
    }
}

/// <summary>Exact regret along the runs.</summary>
/// <param name="Episodes">Numbers of episodes t.</param>
/// <param name="Regret">The summed regret J* − J(π) after t episodes, [t][seed].</param>
/// <param name="Updates">Critics until then, [t][seed].</param>
/// <param name="Optimal">J*, [seed].</param>
public sealed record RegretResult(
    IReadOnlyList<int> Episodes, [property: PerSeed] IReadOnlyList<IReadOnlyList<double>> Regret,
    [property: PerSeed] IReadOnlyList<IReadOnlyList<int>> Updates, [property: PerSeed] IReadOnlyList<double> Optimal)
{
    /// <summary>The regrets of all seeds after some episodes.</summary>
    /// <param name="episodes">t, one of <see cref="Episodes"/>.</param>
    /// <returns>One a seed.</returns>
    /// <exception cref="MissingResultsException">The run was shorter.</exception>
    public IReadOnlyList<double> At(int episodes) => Regret[Index(episodes)];

    /// <summary>The numbers of critics of all seeds after some episodes.</summary>
    /// <param name="episodes">t, one of <see cref="Episodes"/>.</param>
    /// <returns>One a seed.</returns>
    /// <exception cref="MissingResultsException">The run was shorter.</exception>
    public IReadOnlyList<int> UpdatesAt(int episodes) => Updates[Index(episodes)];

    private int Index(int episodes)
    {
        for (int i = 0; i < Episodes.Count; i++)
        {
            if (Episodes[i] == episodes)
                return i;
        }
        throw new MissingResultsException($"The profile's runs end after {Episodes[^1]} episodes; episode {episodes} is asked for.");
    }
}

/// <summary>Runs of episodic methods, with the exact regret of every episode.</summary>
public abstract class RegretStudy : Experiment<RegretSettings, RegretResult>
{
    /// <summary>Twelve a decade and the halvings of 8,000.</summary>
    private static IEnumerable<int> Grid(int episodes) => Enumerable.Range(0, 1 + (int)Math.Ceiling(12 * Math.Log10(episodes)))
        .Select(i => (int)Math.Round(Math.Pow(10, i / 12.0))).Concat([250, 500, 1000, 2000, 4000, 8000, episodes])
        .Where(t => t <= episodes).Distinct().Order();

    /// <inheritdoc/>
    public override RegretResult Run(Cell<RegretSettings> cell, RunContext context)
    {
        RegretSettings settings = cell.Settings;
        int[] grid = [.. Grid(settings.Episodes)];
        var regret = grid.Select(_ => new double[context.Seeds.Count]).ToArray();
        var updates = grid.Select(_ => new int[context.Seeds.Count]).ToArray();
        double[] optimal = new double[context.Seeds.Count];
        for (int i = 0; i < context.Seeds.Count; i++)
        {
            int point = 0, seed = i;
            var run = new EpisodicRun(settings, context.Seeds[i]);
            optimal[i] = Math.Round(run.Optimal, 9);
            double sum = 0;
            for (int t = 1; t <= settings.Episodes; t++)
            {
                if ((t & 255) == 0)
                    context.Report(seed * (double)settings.Episodes + t, context.Seeds.Count * (double)settings.Episodes);
                sum += run.Regret();
                run.Play();
                if (t == grid[point])
                    (regret[point][i], updates[point++][i]) = (Math.Round(sum, 4), run.Agent.Switches);
            }
            context.Mark<double>($"seed {i + 1}", [.. regret.Select(r => r[seed])]);
        }
        return new(grid, regret, updates, optimal);
    }

    /// <summary>A cell of settings.</summary>
    private protected static Cell<RegretSettings> Cell(EpisodicDomain domain, EpisodicMethod method, int episodes, int seeds,
        OfflineLog? offline = null)
    {
        var settings = new RegretSettings(domain, method, episodes, offline ?? OfflineLog.None);
        return new(settings.Key(), settings, [.. Enumerable.Range(1, seeds)]);
    }
}

/// <summary>An agent in its domain, episode by episode, with the exact regret of its policy.</summary>
public sealed class EpisodicRun
{
    private readonly TabularSimulator _simulator;
    private readonly BackwardEvaluation _evaluation;
    private readonly int _horizon;
    private double _regret;
    private int _version = -1;

    /// <summary>Makes instance, data and agent.</summary>
    /// <param name="settings">What is run.</param>
    /// <param name="seed">The seed from which all others derive: methods meet the same instance and data.</param>
    public EpisodicRun(RegretSettings settings, Seed seed)
    {
        EpisodicTask task = settings.Domain.Make(seed.Derive("instance"));
        TabularMdp mdp = task.Mdp;
        Agent = settings.Method.Create(task, seed.Derive("agent"), settings.Offline.Draw(mdp, seed.Derive("offline")));
        _simulator = new(mdp, seed.Derive("episodes"));
        _evaluation = new(mdp);
        _horizon = task.Horizon;
        Optimal = ValueIteration.Solve(mdp).Return(mdp.Initial);
    }

    /// <summary>Who plays.</summary>
    public EpisodicAgent Agent { get; }

    /// <summary>J*.</summary>
    public double Optimal { get; }

    /// <summary>J* − J(π) of the policy that the next episode plays.</summary>
    /// <returns>The regret, exact.</returns>
    public double Regret()
    {
        if (_version != Agent.PolicyVersion)
            (_version, _regret) = (Agent.PolicyVersion, Optimal - _evaluation.Return(Agent.Probabilities));
        return _regret;
    }

    /// <summary>Plays an episode.</summary>
    public void Play()
    {
        int s = _simulator.Reset();
        for (int h = 0; h < _horizon; h++)
        {
            int a = Agent.Act(h, s);
            (double reward, int next) = _simulator.Step(a);
            Agent.Observe(h, s, a, reward, next);
            s = next;
        }
        Agent.EndEpisode();
    }
}
