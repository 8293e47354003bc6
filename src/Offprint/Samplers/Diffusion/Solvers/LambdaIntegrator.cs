using Offprint.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>Runge–Kutta steps in λ of a batch of states, in either direction.</summary>
internal static class LambdaIntegrator
{
    private const int MaxSteps = 100_000;

    /// <summary>Integrates dy/dλ = field(y, λ); y is disposed and the result belongs to the caller's scope.</summary>
    public static Tensor Integrate(ProbabilityFlowOptions options, Func<Tensor, double, Tensor> field, Tensor y, double from, double to) =>
        options.Tolerance is { } tolerance ? Adaptive(field, y, from, to, tolerance) : Fixed(field, y, from, to, options.SubSteps);

    /// <summary>Σ w_j v_j; zero weights are skipped.</summary>
    public static Tensor Combine(ReadOnlySpan<double> weights, ReadOnlySpan<Tensor> vectors)
    {
        Tensor? sum = null;
        for (int j = 0; j < weights.Length; j++)
        {
            if (weights[j] != 0)
                sum = sum is null ? vectors[j] * weights[j] : sum.add_(vectors[j], weights[j]);
        }
        return sum ?? zeros_like(vectors[0]);
    }

    private static Tensor Fixed(Func<Tensor, double, Tensor> field, Tensor y, double from, double to, int steps)
    {
        double h = (to - from) / steps;
        for (int i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            double lambda = from + i * h;
            Tensor k1 = field(y, lambda), k2 = field(y.add(k1, h / 2), lambda + h / 2);
            Tensor k3 = field(y.add(k2, h / 2), lambda + h / 2), k4 = field(y.add(k3, h), lambda + h);
            Tensor next = Combine([1, h / 6, h / 3, h / 3, h / 6], [y, k1, k2, k3, k4]);
            y.Dispose();
            y = next.MoveToOuterDisposeScope();
        }
        return y;
    }

    private static Tensor Adaptive(Func<Tensor, double, Tensor> field, Tensor y, double from, double to, double tolerance)
    {
        double lambda = from, h = (to - from) / 20;
        for (int attempt = 0; lambda != to; attempt++)
        {
            if (attempt == MaxSteps || lambda + h == lambda)
                throw new ArithmeticException($"The probability flow stalls at λ = {lambda:G6} (step {h:G3}).");
            using var scope = NewDisposeScope();
            bool last = Math.Abs(h) >= Math.Abs(to - lambda);
            if (last)
                h = to - lambda;
            var stages = new Tensor[7];
            Tensor point = y;
            for (int s = 0; s < 7; s++)
            {
                if (s > 0)
                    point = Combine([1, .. DormandPrince.A[s].Select(a => a * h)], [y, .. stages[..s]]);
                stages[s] = field(point, lambda + DormandPrince.C[s] * h);
            }
            double error = Combine(DormandPrince.E, stages).abs_().div_(point.abs().add_(1)).max().ToDouble() * Math.Abs(h) / tolerance;
            if (error <= 1)
            {
                y.Dispose();
                y = point.MoveToOuterDisposeScope();
                lambda = last ? to : lambda + h;
            }
            h *= DormandPrince.Growth(error);
        }
        return y;
    }
}
