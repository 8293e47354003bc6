using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>A run of which every episode is kept.</summary>
/// <param name="Run">Domain, method and episodes.</param>
public sealed record TrackingSettings(RegretSettings Run);

/// <summary>One run, episode by episode.</summary>
/// <param name="Regret">J* − J(π_t), [T].</param>
/// <param name="Lag">J(π^f) − J(π_t): how far the actor is behind the greedy policy of its critic, [T].</param>
/// <param name="Optimism">f_1(s₁) − J*, [T].</param>
/// <param name="Entropy">The entropy of π_t in nats a step, over its own occupancy, [T].</param>
/// <param name="Switched">Episodes before which the critic was replaced.</param>
/// <param name="Coverage">max d*_h(s, a)/(N_h(s, a)/t) of the data before the episode, at <see cref="CoverageEpisodes"/>.</param>
/// <param name="CoverageEpisodes">Episodes at which coverage was measured.</param>
public sealed record TrackingResult(
    IReadOnlyList<double> Regret, IReadOnlyList<double> Lag, IReadOnlyList<double> Optimism, IReadOnlyList<double> Entropy,
    IReadOnlyList<int> Switched, IReadOnlyList<double> Coverage, IReadOnlyList<int> CoverageEpisodes);

/// <summary>The tracking error from a real run: an actor that chases a critic that now and then jumps.</summary>
public sealed class TrackingStudy : Experiment<TrackingSettings, TrackingResult>
{
    /// <inheritdoc/>
    public override string Name => "tracking";

    /// <inheritdoc/>
    public override string Title => "How far the actor is behind its critic, episode by episode";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TrackingSettings>> Cells(Profile profile)
    {
        EpisodicDomain domain = profile == Profile.Smoke ? new DeepSeaDomain(6, 0.1) : OnlineStudy.Sea;
        int episodes = profile == Profile.Smoke ? 200 : 1000;
        return
        [
            .. from method in (NoraOptions[])[Methods.Nora, Methods.Nora with { ResetsActor = false }, Methods.Theory(2, episodes)]
               let run = new RegretSettings(domain, method, episodes, OfflineLog.None)
               select new Cell<TrackingSettings>(run.Key(), new(run), [1]),
        ];
    }

    /// <inheritdoc/>
    public override TrackingResult Run(Cell<TrackingSettings> cell, RunContext context)
    {
        RegretSettings settings = cell.Settings.Run;
        var run = new EpisodicRun(settings, context.Seeds[0]);
        EpisodicAgent agent = run.Agent;
        TabularMdp mdp = agent.Task.Mdp;
        StateActionTable target = Occupancy.Of(mdp, ValueIteration.Solve(mdp).Policy), visits = new(mdp.States, mdp.Actions, agent.Task.Horizon);
        List<double> regret = [], lag = [], optimism = [], entropy = [], coverage = [];
        List<int> switched = [], measured = [];
        int before = 0;
        for (int t = 0; t < settings.Episodes; t++)
        {
            context.Report(t, settings.Episodes);
            if (agent.Switches > before)
                switched.Add(t);
            before = agent.Switches;
            StateActionTable occupancy = Occupancy.Of(mdp, agent.Policy);
            double loss = run.Regret();
            regret.Add(Math.Round(loss, 6));
            lag.Add(Math.Round(loss - (run.Optimal - PolicyEvaluation.Return(mdp, agent.Critic.Greedy())), 6));
            optimism.Add(Math.Round(Promise(mdp, agent.Critic) - run.Optimal, 6));
            entropy.Add(Math.Round(Entropy(occupancy, agent.Probabilities), 6));
            // Expected visits: the sum of occupancies stands for the counts, whose law it is the mean of.
            for (int i = 0; i < visits.Values.Length; i++)
                visits.Values[i] += occupancy.Values[i];
            if (t % 10 == 9)
            {
                var law = new StateActionTable(mdp.States, mdp.Actions, agent.Task.Horizon);
                for (int i = 0; i < law.Values.Length; i++)
                    law.Values[i] = visits.Values[i] / (t + 1);
                coverage.Add(Math.Round(Concentrability.SinglePolicy(target, law), 4));
                measured.Add(t + 1);
            }
            run.Play();
        }
        return new(regret, lag, optimism, entropy, switched, coverage, measured);
    }

    private static double Promise(TabularMdp mdp, StateActionTable critic)
    {
        double[] maxima = critic.StateMaxima();
        double sum = 0;
        for (int s = 0; s < maxima.Length; s++)
            sum += mdp.Initial[s] * maxima[s];
        return sum;
    }

    private static double Entropy(StateActionTable occupancy, StateActionTable policy)
    {
        double sum = 0;
        for (int i = 0; i < occupancy.Values.Length; i++)
        {
            if (policy.Values[i] > 0)
                sum -= occupancy.Values[i] * Math.Log(policy.Values[i]);
        }
        return sum / occupancy.Stages;
    }
}
