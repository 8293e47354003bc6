using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>
/// The closed forms of a diffused mixture. With v_k = α² s_k² + σ² and responsibilities r_k ∝ w_k N(x; α μ_k, v_k I):
/// \[ \varepsilon = \sigma \sum_k r_k \frac{x - \alpha\mu_k}{v_k} . \]
/// Squared distances are never formed: two matrix products and a softmax over [rows, K], in blocks of rows that bound the memory.
/// </summary>
internal static class MixtureKernel
{
    /// <summary>
    /// Up to this many elements of a group, K (B + D), groups are faster together than one by one: measured, 1.3 to 1.8 times with twelve
    /// components and up to 2,000 rows, slower than one by one with 1,797 components.
    /// </summary>
    public const long MaxJoinedGroup = 30_000;

    private const long MaxBlock = 4_000_000; // elements of the largest intermediate

    public static Tensor Noise(GaussianMixture mixture, Tensor x, double alpha, double sigma, Tensor? excluded) =>
        Blocks(x, mixture.Components, excluded, (rows, mask) =>
        {
            Tensor means = mixture.Means.to(x.dtype);
            Tensor variance = Variance(mixture, alpha, sigma, x.dtype);
            Tensor share = Logits(mixture, rows, alpha, sigma, mask).softmax(1);
            if (mixture.EqualStd is not null)
                return share.mm(means).mul_(-alpha).add_(rows).mul_(sigma / variance[0].ToDouble());
            Tensor precision = variance.reciprocal().unsqueeze(1);
            Tensor sums = share.mm(cat([means * precision, precision], 1)); // Σ r μ/v and, last, Σ r/v
            long d = mixture.Dimension;
            return (rows * sums.narrow(1, d, 1)).add_(sums.narrow(1, 0, d), -alpha).mul_(sigma);
        });

    /// <summary>The noise of groups [M, B, D], each with an α and a σ of its own: the same formula in batched products.</summary>
    public static Tensor Noise(GaussianMixture mixture, Tensor x, double[] alphas, double[] sigmas)
    {
        long groups = x.size(0), d = mixture.Dimension;
        Tensor alpha = tensor(alphas, [groups, 1, 1], dtype: x.dtype), sigma = tensor(sigmas, [groups, 1, 1], dtype: x.dtype);
        Tensor means = mixture.Means.to(x.dtype), widths = mixture.Std.to(x.dtype).Squared().reshape(1, -1, 1);
        Tensor precision = (alpha.Squared() * widths).add_(sigma.Squared()).reciprocal_(); // 1/v [M, K, 1]
        Tensor scaled = means * precision; // [M, K, D]
        Tensor constant = (means.Squared().sum(1, keepdim: true) * precision).mul_(alpha.Squared()).mul_(-0.5)
            .add_(precision.log(), d / 2.0).add_(mixture.LogWeights.to(x.dtype).unsqueeze(1));
        // −|x|²/(2 v_k) as one more coordinate of the product.
        Tensor rows = cat([x, x.Squared().sum(2, keepdim: true)], 2), keys = cat([scaled * alpha, precision * -0.5], 2);
        Tensor share = rows.bmm(keys.transpose(1, 2)).add_(constant.transpose(1, 2)).softmax(2);
        Tensor sums = share.bmm(cat([scaled, precision], 2)); // Σ r μ/v and, last, Σ r/v
        return (x * sums.narrow(2, d, 1)).sub_(sums.narrow(2, 0, d).mul_(alpha)).mul_(sigma);
    }

    public static Tensor LogDensity(GaussianMixture mixture, Tensor x, double alpha, double sigma, Tensor? excluded) =>
        Blocks(x, mixture.Components, excluded, (rows, mask) =>
        {
            Tensor result = Logits(mixture, rows, alpha, sigma, mask).logsumexp(1).sub_(mixture.Dimension / 2.0 * Math.Log(2 * Math.PI));
            // With equal widths the logits leave out what all components share.
            return mixture.EqualStd is null ? result
                : result.sub_(rows.Squared().sum(1).div_(2 * Variance(mixture, alpha, sigma, x.dtype)[0].ToDouble()));
        });

    /// <summary>∂ε/∂x = σ [Σ r_k/v_k I − Σ r_k g_k g_kᵀ + s sᵀ] with g_k = (α μ_k − x)/v_k and the score s = Σ r_k g_k.</summary>
    public static Tensor Jacobian(GaussianMixture mixture, Tensor x, double alpha, double sigma, Tensor? excluded) =>
        Blocks(x, mixture.Components * mixture.Dimension, excluded, (rows, mask) =>
        {
            Tensor variance = Variance(mixture, alpha, sigma, x.dtype);
            Tensor share = Logits(mixture, rows, alpha, sigma, mask).softmax(1);
            Tensor pull = (mixture.Means.to(x.dtype) * alpha - rows.unsqueeze(1)).div_(variance.unsqueeze(1));
            Tensor score = share.unsqueeze(1).bmm(pull);
            Tensor weighted = pull * share.unsqueeze(2);
            Tensor identity = eye(mixture.Dimension, dtype: x.dtype) * (share / variance).sum(1).reshape(-1, 1, 1);
            return identity.sub_(weighted.transpose(1, 2).bmm(pull)).add_(score.transpose(1, 2).bmm(score)).mul_(sigma);
        });

    /// <summary>(∂ε/∂x) u by the same formula, with matrix products over [rows, K] only.</summary>
    public static Tensor JacobianVector(GaussianMixture mixture, Tensor x, Tensor u, double alpha, double sigma, Tensor? excluded)
    {
        Tensor both = cat([x, u], 1);
        long d = mixture.Dimension;
        return Blocks(both, mixture.Components, excluded, (joined, mask) =>
        {
            Tensor rows = joined.narrow(1, 0, d), direction = joined.narrow(1, d, d);
            Tensor means = mixture.Means.to(x.dtype), variance = Variance(mixture, alpha, sigma, x.dtype);
            Tensor share = Logits(mixture, rows, alpha, sigma, mask).softmax(1);
            Tensor precise = share / variance; // r/v
            Tensor along = direction.mm(means.t()).mul_(alpha).sub_((rows * direction).sum(1, keepdim: true)).div_(variance); // g·u
            Tensor outer = precise * along;
            Tensor score = precise.mm(means).mul_(alpha).sub_(rows * precise.sum(1, keepdim: true));
            Tensor second = outer.mm(means).mul_(alpha).sub_(rows * outer.sum(1, keepdim: true));
            return (direction * precise.sum(1, keepdim: true)).sub_(second).add_(score * (share * along).sum(1, keepdim: true)).mul_(sigma);
        });
    }

    private static Tensor Variance(GaussianMixture mixture, double alpha, double sigma, ScalarType type) =>
        mixture.Std.to(type).Squared().mul_(alpha * alpha).add_(sigma * sigma);

    /// <summary>log w_k + log N(x; α μ_k, v_k I) up to what all components share.</summary>
    private static Tensor Logits(GaussianMixture mixture, Tensor rows, double alpha, double sigma, Tensor? excluded)
    {
        Tensor means = mixture.Means.to(rows.dtype), variance = Variance(mixture, alpha, sigma, rows.dtype);
        Tensor precision = variance.reciprocal();
        Tensor constant = means.Squared().sum(1).mul_(precision).mul_(-alpha * alpha / 2)
            .add_(variance.log(), -mixture.Dimension / 2.0).add_(mixture.LogWeights.to(rows.dtype));
        Tensor scaled = means * (precision * alpha).unsqueeze(1);
        if (mixture.EqualStd is null)
        {
            // −|x|²/(2 v_k) as one more coordinate of the same matrix product.
            scaled = cat([scaled, (precision * -0.5).unsqueeze(1)], 1);
            rows = cat([rows, rows.Squared().sum(1, keepdim: true)], 1);
        }
        Tensor logits = addmm(constant, rows, scaled.t(), 1, 1);
        return excluded is null ? logits : logits.masked_fill_(excluded, double.NegativeInfinity);
    }

    private static Tensor Blocks(Tensor x, long perRow, Tensor? excluded, Func<Tensor, Tensor?, Tensor> compute)
    {
        long size = Math.Max(1, MaxBlock / perRow), count = x.size(0);
        if (count <= size)
            return compute(x, excluded);
        var parts = new List<Tensor>();
        for (long first = 0; first < count; first += size)
        {
            using var scope = NewDisposeScope();
            long length = Math.Min(size, count - first);
            parts.Add(compute(x.narrow(0, first, length), excluded?.narrow(0, first, length)).MoveToOuterDisposeScope());
        }
        return cat(parts, 0);
    }
}
