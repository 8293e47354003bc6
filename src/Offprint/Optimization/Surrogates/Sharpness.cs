using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Optimization.Surrogates;

/// <summary>
/// How far a surrogate's mean output h moves when its parameters do: R(w) = max |h(w + δ) − h(w)| over ‖δ‖ ≤ ρ, member by member.
/// </summary>
public static class Sharpness
{
    /// <summary>‖∇h(w)‖, over all parameters of a member together. Gradients that stood in the buffer are lost.</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="points">Where h is taken, [n, d].</param>
    /// <returns>[P].</returns>
    public static double[] GradientNorms(MlpSurrogate surrogate, SampleMatrix points)
    {
        using var scope = NewDisposeScope();
        Tensor x = SearchProblem.ToTensor(points);
        return SurrogateGradientNorm.NormsOf(surrogate.Network.Parameters, () => surrogate.MeanOutput(x));
    }

    /// <summary>ρ‖∇h(w)‖, to first order.</summary>
    /// <param name="surrogate">The surrogate.</param>
    /// <param name="points">[n, d].</param>
    /// <param name="rho">ρ.</param>
    /// <returns>[P].</returns>
    public static double[] FirstOrder(MlpSurrogate surrogate, SampleMatrix points, double rho) =>
        Array.ConvertAll(GradientNorms(surrogate, points), norm => rho * norm);

    /// <summary>The greatest |h(w + δ) − h(w)| over random δ of length ρ: a lower bound of R(w), far below it in many
    /// dimensions.</summary>
    /// <param name="surrogate">The surrogate; its parameters are moved and put back to the last bit.</param>
    /// <param name="points">[n, d].</param>
    /// <param name="rho">ρ.</param>
    /// <param name="draws">How many δ.</param>
    /// <param name="seed">Decides them.</param>
    /// <returns>[P].</returns>
    public static double[] MonteCarlo(MlpSurrogate surrogate, SampleMatrix points, double rho, int draws, Seed seed)
    {
        double[] still = Outputs(surrogate, points), greatest = new double[surrogate.Population];
        foreach (double[] moved in Perturbed(surrogate, rho, draws, seed, () => Outputs(surrogate, points)))
        {
            for (int p = 0; p < greatest.Length; p++)
                greatest[p] = Math.Max(greatest[p], Math.Abs(moved[p] - still[p]));
        }
        return greatest;
    }

    /// <summary>What a function of a surrogate is after each of some random perturbations of its parameters.</summary>
    /// <typeparam name="T">The function's values.</typeparam>
    /// <param name="surrogate">The surrogate; its parameters are put back to the last bit when the sequence ends.</param>
    /// <param name="rho">ρ, the length of every member's perturbation.</param>
    /// <param name="draws">How many.</param>
    /// <param name="seed">Decides them.</param>
    /// <param name="measure">The function.</param>
    /// <returns>One value a draw.</returns>
    public static IReadOnlyList<T> Perturbed<T>(MlpSurrogate surrogate, double rho, int draws, Seed seed, Func<T> measure)
    {
        var parameters = surrogate.Network.Parameters;
        float[] values = parameters.ValueSpan.ToArray(), delta = new float[values.Length];
        RandomStream random = seed.Stream();
        List<T> measured = [];
        try
        {
            for (int i = 0; i < draws; i++)
            {
                random.FillNormal(delta.AsSpan());
                for (int member = 0; member < surrogate.Population; member++)
                {
                    var parts = Enumerable.Range(0, parameters.Specs.Count).Select(k => parameters.Place(k, member)).ToList();
                    double length = Math.Sqrt(parts.Sum(p => (double)System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(
                        delta.AsSpan(p.Start, p.Length))));
                    foreach ((int start, int count) in parts)
                    {
                        for (int j = start; j < start + count; j++)
                            parameters.ValueSpan[j] = values[j] + (float)(rho / length * delta[j]);
                    }
                }
                measured.Add(measure());
            }
        }
        finally
        {
            values.CopyTo(parameters.ValueSpan);
        }
        return measured;
    }

    private static double[] Outputs(MlpSurrogate surrogate, SampleMatrix points)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return [.. surrogate.MeanOutput(SearchProblem.ToTensor(points)).to(ScalarType.Float64).contiguous().data<double>()];
    }
}
