using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

/// <summary>The library's solvers against plain re-implementations after their papers, in double arithmetic on single paths.</summary>
public class IndependentSolverTests
{
    public IndependentSolverTests() => LibTorch.EnsureLoaded(); // one thread, set before this thread's first tensor

    private delegate double[] Noise(double[] x, double t);

    private static double[] Mix(params (double Weight, double[] Vector)[] terms) =>
        [.. Enumerable.Range(0, terms[0].Vector.Length).Select(i => terms.Sum(term => term.Weight * term.Vector[i]))];

    private static double[] Data(Noise noise, double[] x, double t) =>
        Mix((1 / Linear.Alpha(t), x), (-Linear.Sigma(t) / Linear.Alpha(t), noise(x, t)));

    private static double[] Ddim(Noise noise, double[] x, IReadOnlyList<double> t)
    {
        for (int i = 0; i + 1 < t.Count; i++)
        {
            double[] e = noise(x, t[i]);
            double[] data = Mix((1 / Linear.Alpha(t[i]), x), (-Linear.Sigma(t[i]) / Linear.Alpha(t[i]), e));
            x = Mix((Linear.Alpha(t[i + 1]), data), (Linear.Sigma(t[i + 1]), e));
        }
        return x;
    }

    /// <summary>Lu et al. 2022, algorithm 2, with optional heavy-ball momentum on D.</summary>
    private static double[] DpmSolverPlusPlus2M(Noise noise, double[] x, IReadOnlyList<double> t, double beta = 1)
    {
        double[]? previous = null, v = null;
        for (int i = 0; i + 1 < t.Count; i++)
        {
            double h = Linear.Lambda(t[i + 1]) - Linear.Lambda(t[i]);
            double[] m = Data(noise, x, t[i]), d = m;
            if (previous is not null)
            {
                double r = (Linear.Lambda(t[i]) - Linear.Lambda(t[i - 1])) / h;
                d = Mix((1 + 1 / (2 * r), m), (-1 / (2 * r), previous));
                d = v = v is null ? d : Mix((1 - beta, v), (beta, d));
            }
            x = Mix((Linear.Sigma(t[i + 1]) / Linear.Sigma(t[i]), x), (-Linear.Alpha(t[i + 1]) * (Math.Exp(-h) - 1), d));
            previous = m;
        }
        return x;
    }

    /// <summary>
    /// Zhao et al. 2023, algorithms 5 to 8, as the released code writes them: R ρ = b with the weight ½ for a single point.
    /// </summary>
    private static double[] UniPc(Noise noise, double[] x, IReadOnlyList<double> t, int order, bool bh1)
    {
        var models = new List<double[]> { Data(noise, x, t[0]) };
        for (int i = 1; i < t.Count; i++)
        {
            int p = Math.Min(order, i);
            double l0 = Linear.Lambda(t[i - 1]), h = Linear.Lambda(t[i]) - l0, hh = -h;
            double phi1 = Math.Exp(hh) - 1, bh = bh1 ? hh : phi1;
            double[] m0 = models[^1];
            double[] rk = [.. Enumerable.Range(1, p - 1).Select(k => (Linear.Lambda(t[i - 1 - k]) - l0) / h), 1];
            double[][] d1 = [.. Enumerable.Range(1, p - 1).Select(k => Mix((1 / rk[k - 1], models[^(k + 1)]), (-1 / rk[k - 1], m0)))];
            double[] b = new double[p];
            double phik = phi1 / hh - 1, factorial = 1;
            for (int k = 1; k <= p; k++)
            {
                b[k - 1] = phik * factorial / bh;
                factorial *= k + 1;
                phik = phik / hh - 1 / factorial;
            }
            double[] baseline = Mix((Linear.Sigma(t[i]) / Linear.Sigma(t[i - 1]), x), (-Linear.Alpha(t[i]) * phi1, m0));
            double[] rho = p == 2 ? [0.5] : p == 1 ? [] : Rho(rk[..^1], b);
            double[] next = Mix([(1, baseline), .. rho.Select((w, k) => (-Linear.Alpha(t[i]) * bh * w, d1[k]))]);
            if (i == t.Count - 1)
                return next;
            double[] model = Data(noise, next, t[i]);
            double[] corrected = p == 1 ? [0.5] : Rho(rk, b);
            double[][] differences = [.. d1, Mix((1, model), (-1, m0))];
            x = Mix([(1, baseline), .. corrected.Select((w, k) => (-Linear.Alpha(t[i]) * bh * w, differences[k]))]);
            models.Add(model);
        }
        return x;
    }

    /// <summary>Σ_j r_j^k ρ_j = b_k, k = 0, 1, …, for at most three unknowns by Cramer's rule.</summary>
    private static double[] Rho(double[] r, double[] b)
    {
        int n = r.Length;
        double Determinant(int replaced)
        {
            double A(int i, int j) => j == replaced ? b[i] : Math.Pow(r[j], i);
            return n switch
            {
                1 => A(0, 0),
                2 => A(0, 0) * A(1, 1) - A(0, 1) * A(1, 0),
                _ => A(0, 0) * (A(1, 1) * A(2, 2) - A(1, 2) * A(2, 1)) - A(0, 1) * (A(1, 0) * A(2, 2) - A(1, 2) * A(2, 0))
                    + A(0, 2) * (A(1, 0) * A(2, 1) - A(1, 1) * A(2, 0)),
            };
        }
        double whole = Determinant(-1);
        return [.. Enumerable.Range(0, n).Select(j => Determinant(j) / whole)];
    }

    /// <summary>Multistep sampling of one path: the scalar rule on x̄ over σ̄.</summary>
    private static double[] Multistep(Noise noise, double[] x, IReadOnlyList<double> t, MultistepMethod method)
    {
        double[] bars = [.. t.Select(Linear.SigmaBar)];
        double[][] states = new LinearMultistepRule(method).Integrate((bar, y, d) =>
        {
            double time = t[Array.FindIndex(bars, b => b == bar)], alpha = Linear.Alpha(time);
            noise([.. y.ToArray().Select(v => alpha * v)], time).CopyTo(d);
        }, [.. x.Select(v => v / Linear.Alpha(t[0]))], bars);
        return [.. states[^1].Select(v => v * Linear.Alpha(t[^1]))];
    }

    private static void Agree(IDiffusionSolver solver, Func<Noise, double[], IReadOnlyList<double>, double[]> plain)
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        MixturePredictor model = mixture.Predictor(Linear);
        double[] Predict(double[] x, double t)
        {
            using var inner = NewDisposeScope();
            return model.Predict(tensor(x, [1, 2], dtype: ScalarType.Float64), t).data<double>().ToArray();
        }
        Tensor start = Normal(9, 5, 2);
        foreach (TimeGrid grid in new[] { TimeGrid.UniformLambda(Linear, 11), TimeGrid.UniformTime(Linear, 7) })
        {
            double[] x = solver.Sample(model, start, grid).X.data<double>().ToArray(), x0 = start.data<double>().ToArray();
            for (int path = 0; path < 5; path++)
            {
                double[] expected = plain(Predict, x0[(2 * path)..(2 * path + 2)], grid.Times);
                Assert.Equal(expected[0], x[2 * path], 1e-10);
                Assert.Equal(expected[1], x[2 * path + 1], 1e-10);
            }
        }
    }

    [Fact]
    public void Ddim_is_the_published_one()
    {
        Agree(ExponentialSolver.Ddim(), Ddim);
        Agree(ExponentialSolver.Ddim(Prediction.Noise), Ddim);
        Agree(new LinearMultistepSolver(new(1)), Ddim);
        Agree(new LinearMultistepSolver(new(1, Form: OdeForm.Data)), Ddim);
    }

    [Fact]
    public void DpmSolverPlusPlus_2M_is_the_published_one() =>
        Agree(ExponentialSolver.DpmSolverPlusPlus(), (noise, x, t) => DpmSolverPlusPlus2M(noise, x, t));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void UniPC_is_the_published_one(int order)
    {
        Agree(ExponentialSolver.UniPc(order, UniPcVariant.Bh1), (noise, x, t) => UniPc(noise, x, t, order, bh1: true));
        Agree(ExponentialSolver.UniPc(order), (noise, x, t) => UniPc(noise, x, t, order, bh1: false));
    }

    [Fact]
    public void Momentum_on_2M_averages_its_slope() =>
        Agree(new MomentumSolver(ExponentialSolver.DpmSolverPlusPlus(), 0.8), (noise, x, t) => DpmSolverPlusPlus2M(noise, x, t, 0.8));

    [Theory]
    [InlineData(MultistepKind.AdamsBashforth, 4, 1.0)]
    [InlineData(MultistepKind.HeavyBall, 4, 0.8)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.8)]
    [InlineData(MultistepKind.Nesterov, 3, 0.7)]
    [InlineData(MultistepKind.NaiveInterpolation, 2, 0.5)]
    public void Tensors_and_arrays_share_the_multistep_rule(MultistepKind kind, int order, double beta) =>
        Agree(new LinearMultistepSolver(new(order, beta, kind)), (noise, x, t) => Multistep(noise, x, t, new(kind, order, beta)));

    [Fact]
    public void No_damping_is_no_momentum()
    {
        using var scope = NewDisposeScope();
        using GaussianMixture mixture = Planar();
        MixturePredictor model = mixture.Predictor(Linear);
        Tensor start = Normal(9, 6, 2);
        TimeGrid grid = TimeGrid.UniformTime(Linear, 9);
        Tensor End(IDiffusionSolver solver) => solver.Sample(model, start, grid).X;
        for (int r = 1; r <= 5; r++)
        {
            Tensor adams = End(new LinearMultistepSolver(new(r)));
            foreach (MultistepKind kind in new[] { MultistepKind.HeavyBall, MultistepKind.GeneralizedHeavyBall, MultistepKind.Nesterov })
                Assert.True(Same(adams, End(new LinearMultistepSolver(new(r, 1, kind)))));
        }
        Assert.True(Same(End(ExponentialSolver.UniPc()), End(new MomentumSolver(ExponentialSolver.UniPc(), 1))));
    }
}
