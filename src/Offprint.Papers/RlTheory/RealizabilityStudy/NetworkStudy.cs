using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Networks;
using Offprint.Numerics;
using Offprint.Tensors.Kernels;
using TorchSharp;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>A random walk whose value function is a network, evaluated by networks of the same shape.</summary>
/// <param name="States">Positions.</param>
/// <param name="Discount">γ.</param>
/// <param name="Hidden">Units of each of two hidden layers.</param>
/// <param name="Rows">n.</param>
/// <param name="Noise">Rewards are their means ± this.</param>
/// <param name="Steps">Steps of Adam on Q.</param>
/// <param name="CriticSteps">Steps of the critic to one of Q.</param>
/// <param name="Sweeps">Fitted evaluation: how often its targets are renewed in as many steps.</param>
/// <param name="LearningRate">Adam's.</param>
public sealed record NetworkSettings(
    [property: Range(10, 1000)] int States, [property: Range(0.01, 0.999)] double Discount, [property: Range(1, 1024)] int Hidden,
    [property: Range(1, 100_000_000)] int Rows, double Noise, int Steps, int CriticSteps, int Sweeps, double LearningRate)
    : ICellSettings
{
    private const int Bumps = 16;

    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("n", Rows);

    /// <summary>What a network sees of a position: sixteen bumps.</summary>
    /// <returns>[S, 16] row by row.</returns>
    public float[] Inputs()
    {
        var inputs = new float[States * Bumps];
        for (int i = 0; i < inputs.Length; i++)
        {
            double position = (double)(i / Bumps) / (States - 1) * (Bumps - 1);
            inputs[i] = (float)Math.Exp(-0.5 * Math.Pow(position - i % Bumps, 2));
        }
        return inputs;
    }

    /// <summary>The networks' shape.</summary>
    /// <returns>Options.</returns>
    public MlpOptions Shape() => new(Bumps, 1, [Hidden, Hidden], Activation.Tanh);

    /// <summary>
    /// The problem: a frozen network is V, and rewards are defined as V − γPV, so that the class is realizable by construction. Data favor
    /// the left end, the value is asked from the middle.
    /// </summary>
    /// <returns>The problem.</returns>
    public PolicyEvaluationProblem Problem()
    {
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        using var truth = new Mlp(Shape() with { Orthogonal = new(2, 3) }, [new Seed(2211).Derive("truth")]);
        float[] outputs = truth.Forward(torch.tensor(Inputs()).reshape(1, States, Bumps)).reshape(-1).data<float>().ToArray();
        double[,] p = new double[States, States];
        double[] law = new double[States], start = new double[States];
        for (int s = 0; s < States; s++)
        {
            p[s, Math.Max(0, s - 1)] += 0.5;
            p[s, Math.Min(States - 1, s + 1)] += 0.5;
            law[s] = Math.Exp(-2.0 * s / States);
        }
        double total = law.Sum();
        start[States / 2] = 1;
        return RealizabilityInstances.Problem(
            RealizabilityInstances.Chain("Random walk", p, [.. outputs.Select(v => (double)v)], Discount,
                Environments.Tabular.RewardNoise.Signs(Noise)),
            [.. law.Select(w => w / total)], start);
    }
}

/// <summary>Errors of two ways to fit a network.</summary>
/// <param name="ValueNorm">‖Q^π‖_μ.</param>
/// <param name="Minimax">‖E_Q̂‖_μ of the minimax estimator.</param>
/// <param name="Fitted">‖E_Q̂‖_μ of fitted evaluation.</param>
/// <param name="MinimaxValue">‖Q̂ − Q^π‖_μ of the minimax estimator.</param>
/// <param name="FittedValue">‖Q̂ − Q^π‖_μ of fitted evaluation.</param>
public sealed record NetworkResult(
    double ValueNorm, [property: PerSeed] IReadOnlyList<double> Minimax, [property: PerSeed] IReadOnlyList<double> Fitted,
    [property: PerSeed] IReadOnlyList<double> MinimaxValue, [property: PerSeed] IReadOnlyList<double> FittedValue);

/// <summary>Family F: general function classes, by alternating minimization.</summary>
public sealed class NetworkStudy : Experiment<NetworkSettings, NetworkResult>
{
    /// <inheritdoc/>
    public override string Name => "networks";

    /// <inheritdoc/>
    public override string Title => "Networks: the minimax estimator and fitted evaluation on a random walk";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<NetworkSettings>> Cells(Profile profile)
    {
        (int[] counts, int steps, int seeds) = profile switch
        {
            Profile.Smoke => (new[] { 2000 }, 200, 2),
            Profile.Standard => ([1000, 10_000, 100_000], 3000, 5),
            _ => ([1000, 10_000, 100_000], 10_000, 20),
        };
        return [.. counts.Select(n => Cell.Of(new NetworkSettings(200, 0.9, 64, n, 0.5, steps, 2, steps / 50, 1e-3),
            [.. Enumerable.Range(1, seeds)]))];
    }

    /// <inheritdoc/>
    protected override int? NetworkNumerics(NetworkSettings settings) => NetworkKernels.Version;

    /// <inheritdoc/>
    public override NetworkResult Run(Cell<NetworkSettings> cell, RunContext context)
    {
        PolicyEvaluationProblem problem = cell.Settings.Problem();
        TransitionSample[] data = [.. context.Seeds.Select(s => problem.Draw(cell.Settings.Rows, s.Derive("data").Stream()))];
        using var fits = new NetworkFits(cell.Settings, data, context);
        double[][] minimax = fits.Minimax(), fitted = fits.Fitted();
        return new(problem.Norm(problem.QPi), [.. minimax.Select(Bellman)], [.. fitted.Select(Bellman)], [.. minimax.Select(Value)],
            [.. fitted.Select(Value)]);

        double Bellman(double[] q) => problem.Norm(problem.BellmanError(q));
        double Value(double[] q) => problem.Norm([.. q.Zip(problem.QPi, (a, b) => a - b)]);
    }
}
