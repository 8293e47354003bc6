using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>
/// Derivatives of functions that act on rows: f maps <c>[…, D]</c> to <c>[…, K]</c>, each row for itself, so that one backward pass serves
/// all rows.
/// </summary>
/// <remarks>
/// Gradients are computed whatever the caller's grad mode. Results are detached unless a graph is asked for; with one they can be
/// differentiated again, with respect to the parameters of f too: without it a penalty on a derivative would silently train nothing.
/// </remarks>
public static class Derivatives
{
    [ThreadStatic]
    private static int t_depth;

    /// <summary>
    /// Whether a function is being recorded here to be differentiated: then networks are made of libtorch's operations, which can be
    /// differentiated more than once and leave the gradients of parameters alone.
    /// </summary>
    internal static bool Recording => t_depth > 0;

    /// <summary>∇φ for a function with one value a row.</summary>
    /// <param name="potential">φ: <c>[…, D]</c> to <c>[…]</c> or <c>[…, 1]</c>.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <param name="createGraph">Whether the result can be differentiated again.</param>
    /// <returns><c>[…, D]</c>.</returns>
    public static Tensor Gradient(Func<Tensor, Tensor> potential, Tensor x, bool createGraph = false)
    {
        using var enabled = enable_grad();
        Tensor input = Leaf(x, createGraph);
        return Finish(Back(Record(potential, input).sum(), input, null, createGraph), createGraph);
    }

    /// <summary>uᵀ ∂f/∂x.</summary>
    /// <param name="function">f.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <param name="u">One vector a row, <c>[…, K]</c>.</param>
    /// <param name="createGraph">Whether the results can be differentiated again.</param>
    /// <returns>f(x) and the product <c>[…, D]</c>.</returns>
    public static (Tensor Value, Tensor Product) VectorJacobian(Func<Tensor, Tensor> function, Tensor x, Tensor u, bool createGraph = false)
    {
        using var enabled = enable_grad();
        Tensor input = Leaf(x, createGraph), value = Record(function, input);
        return (Finish(value, createGraph), Finish(Back(value, input, u, createGraph), createGraph));
    }

    /// <summary>(∂f/∂x) v, as the derivative of uᵀ(∂f/∂x)v by u: a double backward pass.</summary>
    /// <param name="function">f.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <param name="v">One vector a row, <c>[…, D]</c>.</param>
    /// <returns><c>[…, K]</c>.</returns>
    public static Tensor JacobianVector(Func<Tensor, Tensor> function, Tensor x, Tensor v)
    {
        using var enabled = enable_grad();
        Tensor input = Leaf(x, false), value = Record(function, input);
        return JacobianVector(value, input, v, false).detach();
    }

    /// <summary>
    /// (J − Jᵀ) v for a field with a square Jacobian J: zero for every v if and only if the field is a gradient. Its mean square over signs
    /// v
    /// is |J − Jᵀ|², the penalty that asks a network to be conservative.
    /// </summary>
    /// <param name="function">f: <c>[…, D]</c> to <c>[…, D]</c>.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <param name="v">One vector a row, <c>[…, D]</c>.</param>
    /// <param name="createGraph">Whether the results can be differentiated again.</param>
    /// <returns>f(x) and (J − Jᵀ) v, both <c>[…, D]</c>.</returns>
    public static (Tensor Value, Tensor Skew) Asymmetry(Func<Tensor, Tensor> function, Tensor x, Tensor v, bool createGraph = false)
    {
        using var enabled = enable_grad();
        Tensor input = Leaf(x, createGraph), value = Record(function, input);
        Tensor skew = JacobianVector(value, input, v, createGraph) - Back(value, input, v, true);
        return (Finish(value, createGraph), Finish(skew, createGraph));
    }

    /// <summary>The Jacobian of each row, by K backward passes.</summary>
    /// <param name="function">f.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <returns>f(x) <c>[…, K]</c> and ∂f/∂x <c>[…, K, D]</c>.</returns>
    public static (Tensor Value, Tensor Jacobian) Jacobian(Func<Tensor, Tensor> function, Tensor x)
    {
        using var enabled = enable_grad();
        Tensor input = Leaf(x, false), value = Record(function, input);
        long outputs = value.shape[^1];
        var rows = new Tensor[outputs];
        for (long k = 0; k < outputs; k++)
            rows[k] = Back(value.select(-1, k).sum(), input, null, false);
        return (value.detach(), stack(rows, -2).detach());
    }

    /// <summary>div f = tr ∂f/∂x, exactly.</summary>
    /// <param name="function">f: <c>[…, D]</c> to <c>[…, D]</c>.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <returns><c>[…]</c>.</returns>
    public static Tensor Divergence(Func<Tensor, Tensor> function, Tensor x) => Trace(Jacobian(function, x).Jacobian);

    /// <summary>An unbiased estimate of div f from random signs (Hutchinson 1989): E vᵀ(∂f/∂x)v.</summary>
    /// <param name="function">f: <c>[…, D]</c> to <c>[…, D]</c>.</param>
    /// <param name="x"><c>[…, D]</c>.</param>
    /// <param name="random">Where signs are drawn from.</param>
    /// <param name="probes">How many are averaged; the variance falls as its inverse.</param>
    /// <returns><c>[…]</c>.</returns>
    public static Tensor HutchinsonDivergence(Func<Tensor, Tensor> function, Tensor x, TensorRandom random, int probes = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probes);
        using var enabled = enable_grad();
        Tensor input = Leaf(x, false), value = Record(function, input), sum = zeros_like(x).sum(-1);
        for (int i = 0; i < probes; i++)
        {
            Tensor v = Signs(x, random);
            sum = sum + (Back(value, input, v, false) * v).sum(-1).detach();
        }
        return sum / probes;
    }

    /// <summary>Random signs shaped and typed like a tensor.</summary>
    /// <param name="like">The tensor.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <returns>−1 or 1, each with probability one half.</returns>
    public static Tensor Signs(Tensor like, TensorRandom random) => random.Integers(2, like.shape).to(like.dtype) * 2 - 1;

    /// <summary>The trace of each matrix.</summary>
    /// <param name="matrices"><c>[…, D, D]</c>.</param>
    /// <returns><c>[…]</c>.</returns>
    internal static Tensor Trace(Tensor matrices) => matrices.diagonal(dim1: -2, dim2: -1).sum(-1);

    private static Tensor Record(Func<Tensor, Tensor> function, Tensor input)
    {
        t_depth++;
        try
        {
            return function(input);
        }
        finally
        {
            t_depth--;
        }
    }

    private static Tensor JacobianVector(Tensor value, Tensor input, Tensor v, bool createGraph)
    {
        Tensor u = zeros_like(value).requires_grad_(true);
        return Back(Back(value, input, u, true), u, v, createGraph);
    }

    /// <summary>A leaf to differentiate by; a graph that leads to x is kept only where it is asked for.</summary>
    private static Tensor Leaf(Tensor x, bool createGraph) =>
        createGraph && x.requires_grad ? x : x.detach().requires_grad_(true);

    private static Tensor Finish(Tensor result, bool createGraph) => createGraph ? result : result.detach();

    private static Tensor Back(Tensor output, Tensor input, Tensor? vector, bool createGraph) =>
        autograd.grad([output], [input], vector is null ? null : [vector], retain_graph: true, create_graph: createGraph)[0];
}
