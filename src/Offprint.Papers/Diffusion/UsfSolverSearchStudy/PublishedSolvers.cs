using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.UsfSolverSearchStudy;

/// <summary>
/// Known solvers written out after their own papers, in their own variables and without the framework: what its special cases are compared
/// with.
/// </summary>
internal static class PublishedSolvers
{
    /// <summary>DDIM (Song, Meng and Ermon 2021, equation 12 without noise).</summary>
    public static Tensor Ddim(INoisePredictor model, Tensor x, TimeGrid grid)
    {
        for (int i = 0; i < grid.Steps; i++)
            x = Transfer(model.Schedule, x, model.Predict(x, grid.Times[i]), grid.Times[i], grid.Times[i + 1]);
        return x;
    }

    /// <summary>DPM-Solver++(2M) (Lu et al. 2022, algorithm 2).</summary>
    public static Tensor DpmSolverPlusPlus(INoisePredictor model, Tensor x, TimeGrid grid)
    {
        var s = model.Schedule;
        Tensor? previous = null;
        for (int i = 0; i < grid.Steps; i++)
        {
            double t = grid.Times[i], next = grid.Times[i + 1], h = s.Lambda(next) - s.Lambda(t);
            var data = Data(model, x, t);
            var d = data;
            if (previous is not null)
            {
                double r = (s.Lambda(t) - s.Lambda(grid.Times[i - 1])) / h;
                d = (1 + 1 / (2 * r)) * data - 1 / (2 * r) * previous;
            }
            x = s.Sigma(next) / s.Sigma(t) * x - s.Alpha(next) * (Math.Exp(-h) - 1) * d;
            previous = data;
        }
        return x;
    }

    /// <summary>
    /// UniPC-3 with B₂ (Zhao et al. 2023, algorithms 5 to 8): weights from R ρ = b, one half where a single point is left.
    /// </summary>
    public static Tensor UniPc(INoisePredictor model, Tensor x, TimeGrid grid)
    {
        var s = model.Schedule;
        var models = new List<Tensor> { Data(model, x, grid.Times[0]) };
        for (int i = 1; i <= grid.Steps; i++)
        {
            int p = Math.Min(3, i);
            double t = grid.Times[i], from = grid.Times[i - 1], h = s.Lambda(t) - s.Lambda(from), z = -h, b = Math.Exp(z) - 1;
            double[] ratios = [.. Enumerable.Range(1, p - 1).Select(k => (s.Lambda(grid.Times[i - 1 - k]) - s.Lambda(from)) / h)];
            Tensor[] differences = [.. ratios.Select((r, k) => (models[^(k + 2)] - models[^1]) / r)];
            var baseline = s.Sigma(t) / s.Sigma(from) * x - s.Alpha(t) * b * models[^1];
            double[] right = RightSide(z, b, p);
            var predicted = baseline - s.Alpha(t) * b * Sum(p == 2 ? [0.5] : Solve(ratios, right), differences);
            if (i == grid.Steps)
                return predicted;
            var data = Data(model, predicted, t);
            double[] corrected = p == 1 ? [0.5] : Solve([.. ratios, 1], right);
            x = baseline - s.Alpha(t) * b * Sum(corrected, [.. differences, data - models[^1]]);
            models.Add(data);
        }
        return x;
    }

    /// <summary>PNDM's multistep part (Liu et al. 2022, equation 12) with rising orders, and DDIM's transfer.</summary>
    public static Tensor Pndm(INoisePredictor model, Tensor x, TimeGrid grid)
    {
        var noises = new List<Tensor>(); // newest first
        for (int i = 0; i < grid.Steps; i++)
        {
            noises.Insert(0, model.Predict(x, grid.Times[i]));
            var e = noises.Count switch
            {
                1 => noises[0],
                2 => (3 * noises[0] - noises[1]) / 2,
                3 => (23 * noises[0] - 16 * noises[1] + 5 * noises[2]) / 12,
                _ => (55 * noises[0] - 59 * noises[1] + 37 * noises[2] - 9 * noises[3]) / 24,
            };
            x = Transfer(model.Schedule, x, e, grid.Times[i], grid.Times[i + 1]);
        }
        return x;
    }

    /// <summary>DPM-Solver-2 (Lu et al. 2022, algorithm 1), singlestep with the middle in λ.</summary>
    public static Tensor DpmSolver2(INoisePredictor model, Tensor x, TimeGrid blocks)
    {
        var s = model.Schedule;
        for (int i = 0; i < blocks.Steps; i++)
        {
            double t = blocks.Times[i], next = blocks.Times[i + 1], h = s.Lambda(next) - s.Lambda(t),
                middle = s.TimeOfLambda(s.Lambda(t) + h / 2);
            var u = s.Alpha(middle) / s.Alpha(t) * x - s.Sigma(middle) * (Math.Exp(h / 2) - 1) * model.Predict(x, t);
            x = s.Alpha(next) / s.Alpha(t) * x - s.Sigma(next) * (Math.Exp(h) - 1) * model.Predict(u, middle);
        }
        return x;
    }

    /// <summary>DEIS ρAB of order 2 (Zhang and Chen 2023): the line through two noises, integrated over σ̄.</summary>
    public static Tensor Deis(INoisePredictor model, Tensor x, TimeGrid grid)
    {
        var s = model.Schedule;
        Tensor? previous = null;
        for (int i = 0; i < grid.Steps; i++)
        {
            double t = grid.Times[i], next = grid.Times[i + 1], step = s.SigmaBar(next) - s.SigmaBar(t);
            var noise = model.Predict(x, t);
            var mean = previous is null ? noise : noise + step / 2 / (s.SigmaBar(t) - s.SigmaBar(grid.Times[i - 1])) * (noise - previous);
            x = s.Alpha(next) * (x / s.Alpha(t) + step * mean);
            previous = noise;
        }
        return x;
    }

    private static Tensor Transfer(NoiseSchedule s, Tensor x, Tensor noise, double t, double next) =>
        s.Alpha(next) * ((x - s.Sigma(t) * noise) / s.Alpha(t)) + s.Sigma(next) * noise;

    private static Tensor Data(INoisePredictor model, Tensor x, double t) =>
        (x - model.Schedule.Sigma(t) * model.Predict(x, t)) / model.Schedule.Alpha(t);

    private static Tensor Sum(double[] weights, Tensor[] terms) =>
        weights.Length == 0 ? zeros([]) : weights.Select((w, k) => w * terms[k]).Aggregate((a, b) => a + b);

    private static double[] RightSide(double z, double b, int p)
    {
        double[] right = new double[p];
        double phi = (Math.Exp(z) - 1) / z - 1, factorial = 1;
        for (int k = 1; k <= p; k++)
        {
            right[k - 1] = phi * factorial / b;
            factorial *= k + 1;
            phi = phi / z - 1 / factorial;
        }
        return right;
    }

    /// <summary>Σ_j r_j^k ρ_j = b_k for k = 0, 1, …, as many as there are ratios.</summary>
    private static double[] Solve(double[] ratios, double[] right)
    {
        int n = ratios.Length;
        if (n == 0)
            return [];
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (k, j) => Math.Pow(ratios[j], k));
        return [.. matrix.Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(right[..n]))];
    }
}
