using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GaugeFreedomStudy;

/// <summary>How score networks are trained; all values are our choice, as the paper's were not found.</summary>
/// <param name="Form">What kind of field the score can be.</param>
/// <param name="Penalty">μ of the symmetry penalty.</param>
/// <param name="Width">Units of each of the three hidden layers.</param>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="Batch">Points a step and member.</param>
/// <param name="LearningRate">At the start; it falls to a hundredth along a cosine.</param>
/// <param name="Time">How noise levels are drawn.</param>
public sealed record ScoreTrainingSettings(ScoreForm Form, double Penalty, int Width, int Steps, int Batch, double LearningRate = 1e-2,
    TimeLaw Time = TimeLaw.UniformLambda);

/// <summary>Trains a population of score networks, one member a seed, each on points of its own.</summary>
internal static class ScoreTraining
{
    private const int Pool = 50_000;

    /// <summary>Trains.</summary>
    /// <param name="settings">How.</param>
    /// <param name="sample">Draws n points [n, D] of the data.</param>
    /// <param name="dimension">D.</param>
    /// <param name="context">Seeds and progress, which is reported as a share of one half.</param>
    /// <returns>The networks, owned by the caller, and the final denoising loss of each on fresh points.</returns>
    public static (ScoreNetwork Network, double[] Losses) Fit(
        ScoreTrainingSettings settings, Func<int, RandomStream, Tensor> sample, int dimension, RunContext context)
    {
        using var scope = NewDisposeScope();
        var schedule = new VpLinearSchedule();
        int members = context.Seeds.Count;
        var network = new ScoreNetwork(
            new ScoreNetworkOptions { Dimension = dimension, Form = settings.Form,
                Hidden = [settings.Width, settings.Width, settings.Width] }, schedule, context.Seeds);
        var pool = stack([.. context.Seeds.Select(seed => sample(Pool, seed.Derive("training data").Stream()).to(ScalarType.Float32))]);
        var rows = arange(members).unsqueeze(1) * Pool; // member m's points begin at m · Pool
        var flat = pool.reshape(-1, dimension);
        var matching = new DenoisingScoreMatching(schedule, new DenoisingOptions { Time = settings.Time,
            SymmetryPenalty = settings.Penalty });
        var training = new GradientTraining(network.Parameters, new GradientTrainingOptions
        {
            Steps = settings.Steps,
            Adam = new AdamOptions(settings.LearningRate),
            WarmUp = settings.Steps / 50,
            FinalRate = 0.01,
            AverageDecay = 0.995,
        }, context.Seeds[0].Derive(members > 1 ? "population" : "member"));
        training.Run(random =>
        {
            var chosen = (random.Integers(Pool, [members, settings.Batch]) + rows).reshape(-1);
            return matching.PopulationLoss(network.Noise, flat.index_select(0, chosen).reshape(members, settings.Batch, dimension), random);
        }, report: (step, loss) =>
        {
            context.Report(step, 2 * settings.Steps, $"training, loss {loss:F4}");
            if (step % 50 == 0)
                context.Mark<float>($"{step} steps", network.Parameters.ValueSpan);
        }, cancellation: context.Cancellation);
        return (network, Evaluate(network, schedule, settings.Time, sample, context));
    }

    /// <summary>The denoising loss alone, without any penalty, over 50 fresh batches a member.</summary>
    private static double[] Evaluate(ScoreNetwork network, NoiseSchedule schedule, TimeLaw time, Func<int, RandomStream, Tensor> sample,
        RunContext context)
    {
        const int batches = 50, size = 512;
        using var guard = no_grad();
        var matching = new DenoisingScoreMatching(schedule, new DenoisingOptions { Time = time });
        using var random = new TensorRandom(context.Seeds[0].Derive("test noise"));
        var sums = new double[context.Seeds.Count];
        var streams = context.Seeds.Select(seed => seed.Derive("test data").Stream()).ToList();
        for (int i = 0; i < batches; i++)
        {
            using var scope = NewDisposeScope();
            var data = stack([.. streams.Select(stream => sample(size, stream).to(ScalarType.Float32))]);
            float[] losses = [.. matching.MemberLosses(network.Noise, data, random).data<float>()];
            for (int m = 0; m < sums.Length; m++)
                sums[m] += losses[m] / batches;
        }
        return sums;
    }
}
