using Offprint.Agents.Learners;
using Offprint.Agents.Policies;
using Offprint.Datasets.Offline;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Experiments;
using Offprint.Tensors;
using static TorchSharp.torch;
using Offprint.Agents.Offline;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Trains a population on the logs of its seeds and looks at where it ends.</summary>
internal sealed class BanditRun(BanditSettings settings, RunContext context)
{
    private const int Samples = 1000; // of the model of each seed
    private const int ReportEvery = 100;

    public BanditResult Run()
    {
        using ContinuousBandit bandit = BanditProblem.Make(settings.Problem);
        using var agent = (PopulationAgent)settings.Method.Agent.Create(bandit.Spec, context.Seeds);
        Train(agent);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var random = new PopulationRandom([.. context.Seeds.Select(seed => seed.Derive("look"))]);
        double[][] ends = Points(agent.Policy.Act(zeros(agent.Population, 1, 1), ActMode.Deterministic, random));
        double[] rewards = [.. ends.Select(end => Short(Reward(bandit, end)))];
        if (agent is not A2pr guided)
            return new(ends, rewards, [], [], null);
        double[] models = guided.Model is { } model
            ? [.. Points(model.Sample(zeros(1, Samples, 1), random.Normal(Samples, model.Latent))).Chunk(Samples)
                .Select(own => Short(own.Average(a => Reward(bandit, a))))]
            : [];
        float[] share = [.. agent.Metrics["good share"]];
        return new(ends, rewards, models, [.. share.Select(s => Short(s))], settings.Look > 0 ? Look(guided, random) : null);
    }

    private void Train(PopulationAgent agent)
    {
        OfflineDataset logs = BanditProblem.Logs(settings.Problem, settings.Rows, context.Seeds);
        TransitionView view = logs.View(settings.Method.View.Of(logs));
        using var loader = new BatchLoader(view, new BanditProblem.OwnLog(settings.Rows, agent.Population), settings.BatchSize,
            agent.Population);
        using var random = new PopulationRandom([.. context.Seeds.Select(seed => seed.Derive("batches"))]);
        for (int update = 0; update < settings.Updates; update++)
        {
            if (update % ReportEvery == 0)
                context.Report(update, settings.Updates, settings.Method.Label);
            agent.Update(loader.Next(random));
        }
    }

    /// <summary>The log's advantages, the model's samples, and where the model takes actions of a grid, for the first seed.</summary>
    private BanditPictures Look(A2pr agent, PopulationRandom random)
    {
        const int side = 9;
        float[] logged = BanditProblem.Log(settings.Problem, settings.Look, context.Seeds[0]).Actions;
        float[] grid = [.. from i in Enumerable.Range(0, side) from j in Enumerable.Range(0, side) from c in (int[])[i, j]
            select (float)(-0.96 + 0.24 * c)];
        int count = side * side;
        Tensor log = tensor(logged, [1, settings.Look, 2]), starts = tensor(grid, [1, count, 2]);
        Tensor advantages = agent.Critics.Values(zeros(1, settings.Look, 1), log)[0] - agent.Value.Forward(zeros(1, settings.Look, 1));
        Tensor noise = zeros(1, count, agent.Model!.Latent); // the middle of the posterior
        return new(
            Points(log), [.. advantages[0].contiguous().data<float>().Select(a => Short(a))],
            [.. Points(agent.Model.Sample(zeros(1, settings.Look, 1), random.Normal(settings.Look, agent.Model.Latent)))
                .Take(settings.Look)],
            Points(starts), [.. Points(agent.Model.Reconstruct(zeros(1, count, 1), starts, noise)).Take(count)]);
    }

    /// <summary>[…, 2] as pairs.</summary>
    private static double[][] Points(Tensor actions) =>
        [.. actions.contiguous().data<float>().ToArray().Chunk(2).Select(a => new[] { Short(a[0]), Short(a[1]) })];

    private static double Reward(ContinuousBandit bandit, double[] action) => bandit.Mean([(float)action[0], (float)action[1]]);

    private static double Short(double value) => StoredNumbers.Significant(value, 5);
}
