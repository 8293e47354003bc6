using Offprint.Datasets.Images;
using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using static TorchSharp.torch;

namespace Offprint.Papers.Diffusion.GhvbStudy;

/// <summary>Data whose scores are exact: mixtures of Gaussians.</summary>
public static class MixtureProblems
{
    /// <summary>
    /// Twelve unequal Gaussians in the plane: weights from a Dirichlet law, standard deviations 0.03 to 0.25, unit variance in all.
    /// </summary>
    /// <param name="seed">Where they are drawn from.</param>
    /// <returns>The mixture, float64, owned by the caller.</returns>
    public static GaussianMixture Twelve(Seed seed)
    {
        const int count = 12;
        var random = seed.Derive("mixture").Stream();
        double[] weights = new double[count], concentrations = new double[count], means = new double[2 * count],
            deviations = new double[count];
        Array.Fill(concentrations, 3);
        random.FillDirichlet(concentrations, weights);
        random.FillNormal(means);
        for (int i = 0; i < count; i++)
            deviations[i] = random.NextUniform(0.03, 0.25);
        double scale = 1 / Math.Sqrt(MeanVariance(weights, means, deviations, 2));
        return new GaussianMixture(
            tensor(weights), tensor(Array.ConvertAll(means, m => m * scale), [count, 2]),
            tensor(Array.ConvertAll(deviations, d => d * scale)));
    }

    /// <summary>Two classes in the plane, six narrow components each, interleaved so that guidance has to turn paths away.</summary>
    /// <param name="seed">Where they are drawn from.</param>
    /// <returns>The mixture with labels 0 and 1, float64, owned by the caller.</returns>
    public static GaussianMixture TwoClasses(Seed seed) => Random(seed, "two classes", classes: 2, perClass: 6, dimension: 2, std: 0.15);

    /// <summary>Four classes of ten components in sixteen dimensions with standard deviation 0.3.</summary>
    /// <param name="seed">Where they are drawn from.</param>
    /// <returns>The mixture with labels 0 to 3, float64, owned by the caller.</returns>
    public static GaussianMixture SixteenDimensions(Seed seed) =>
        Random(seed, "sixteen dimensions", classes: 4, perClass: 10, dimension: 16, std: 0.3);

    /// <summary>A kernel density of scikit-learn's 8×8 digits, pixels in [−1, 1], by class.</summary>
    /// <param name="bandwidth">The kernel's standard deviation.</param>
    /// <returns>The mixture of 1,797 components in 64 dimensions, float32, owned by the caller.</returns>
    public static GaussianMixture DigitDensity(double bandwidth)
    {
        var digits = Digits.Load8();
        return GaussianMixture.KernelDensity(digits.ToTensor(DataSplit.All).flatten(1), bandwidth, digits.LabelTensor(DataSplit.All));
    }

    private static GaussianMixture Random(Seed seed, string name, int classes, int perClass, int dimension, double std)
    {
        int count = classes * perClass;
        double[] means = new double[count * dimension];
        seed.Derive(name).Stream().FillNormal(means);
        double[] deviations = [.. Enumerable.Repeat(std, count)], weights = [.. Enumerable.Repeat(1.0 / count, count)];
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))];
        return new GaussianMixture(tensor(weights), tensor(means, [count, dimension]), tensor(deviations), tensor(labels));
    }

    private static double MeanVariance(double[] weights, double[] means, double[] deviations, int dimension)
    {
        double variance = 0;
        for (int d = 0; d < dimension; d++)
        {
            double mean = 0, square = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double m = means[i * dimension + d];
                mean += weights[i] * m;
                square += weights[i] * (m * m + deviations[i] * deviations[i]);
            }
            variance += (square - mean * mean) / dimension;
        }
        return variance;
    }
}
