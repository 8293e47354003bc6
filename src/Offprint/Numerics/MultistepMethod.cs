namespace Offprint.Numerics;

/// <summary>
/// An explicit linear multistep method with momentum. Apart from its start it satisfies, with the back shift E,
/// \[ A(E)\, x_{n+1} = \delta\, B(E)\, f_{n+1}, \qquad A(E) = (1 - E)\,(1 - (1-\beta) E). \]
/// </summary>
public sealed record MultistepMethod
{
    /// <summary>Makes a method.</summary>
    /// <param name="kind">How evaluations and momentum combine.</param>
    /// <param name="order">r, 1 to 5: the number of evaluations, or averages of evaluations, in the combination.</param>
    /// <param name="beta">The damping β in (0, 1]; must be 1 for Adams–Bashforth.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order or β is out of range, or the kind does not take them.</exception>
    public MultistepMethod(MultistepKind kind, int order, double beta = 1)
    {
        MultistepCoefficients.CheckOrder(order);
        MultistepCoefficients.CheckBeta(beta);
        if (kind == MultistepKind.AdamsBashforth && beta != 1)
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Adams–Bashforth has no momentum: choose another kind, or β = 1.");
        if (kind == MultistepKind.NaiveInterpolation && order < 2)
            throw new ArgumentOutOfRangeException(nameof(order), order, "Interpolation between orders r − 1 and r needs r ≥ 2.");
        (Kind, Order, Beta) = (kind, order, beta);
    }

    /// <summary>How evaluations and momentum combine.</summary>
    public MultistepKind Kind { get; }

    /// <summary>r in the paper.</summary>
    public int Order { get; }

    /// <summary>The damping, β in the paper.</summary>
    public double Beta { get; }

    /// <summary>Whether a direction depends on earlier ones: β &lt; 1 and a kind that averages.</summary>
    public bool HasMomentum => Beta < 1 && Kind != MultistepKind.NaiveInterpolation;

    /// <summary>Steps whose states and evaluations determine the method's memory: r with momentum, r − 1 without.</summary>
    public int HistoryLength => HasMomentum ? Order : Order - 1;

    /// <summary>The name in the paper's tables: <c>DDIM</c>, <c>PLMS4</c>, <c>PLMS4 HB 0.8</c>, <c>GHVB 3.8</c>.</summary>
    public string Name
    {
        get
        {
            string adams = Order == 1 ? "DDIM" : $"PLMS{Order}";
            string beta = Beta.ToString("0.###", CultureInfo.InvariantCulture);
            string number = (Order - 1 + Beta).ToString("0.0##", CultureInfo.InvariantCulture);
            return Kind switch
            {
                _ when Beta == 1 => adams,
                MultistepKind.HeavyBall => $"{adams} HB {beta}",
                MultistepKind.Nesterov => $"{adams} NT {beta}",
                MultistepKind.GeneralizedHeavyBall => $"GHVB {number}",
                _ => $"AB {number} (naive)",
            };
        }
    }

    /// <summary>The method of a momentum number a = (r − 1) + β: 3.8 is order 4 with β = 0.8, 4 is order 4 without momentum.</summary>
    /// <param name="number">a, in (0, 5].</param>
    /// <param name="kind">The kind; an integer gives Adams–Bashforth whatever the kind.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in (0, 5], or the kind does not take it.</exception>
    public static MultistepMethod FromMomentumNumber(double number, MultistepKind kind)
    {
        if (!(number > 0 && number <= MultistepCoefficients.MaxOrder))
            throw new ArgumentOutOfRangeException(nameof(number), number,
                $"A momentum number lies in (0, {MultistepCoefficients.MaxOrder}].");
        int order = (int)Math.Ceiling(number);
        // 3.8 − 3 is 0.7999999999999998: rounding keeps the β that was meant.
        double beta = Math.Round(number - (order - 1), 12);
        return beta == 1 ? new(MultistepKind.AdamsBashforth, order) : new(kind, order, beta);
    }

    /// <summary>
    /// The weights that combine <paramref name="available"/> stored values, newest first: averages for GHVB, evaluations otherwise.
    /// </summary>
    /// <param name="available">How many values there are; only the newest r count.</param>
    /// <returns>min(r, available) weights.</returns>
    public double[] Weights(int available)
    {
        int count = Math.Min(Order, available);
        switch (Kind)
        {
            case MultistepKind.GeneralizedHeavyBall:
                return MultistepCoefficients.GeneralizedHeavyBall(count, Beta);
            case MultistepKind.NaiveInterpolation when count > 1:
                double[] high = MultistepCoefficients.AdamsBashforth(count), low = MultistepCoefficients.AdamsBashforth(count - 1);
                return [.. high.Select((w, j) => Beta * w + (j < low.Length ? (1 - Beta) * low[j] : 0))];
            default:
                return MultistepCoefficients.AdamsBashforth(count);
        }
    }

    /// <summary>
    /// The coefficients of A(E) x_{n+1} = δ B(E) f_{n+1} in rising powers of E; B starts with 0, for the method is explicit.
    /// </summary>
    /// <returns>A with A(1) = 0 and B of the same length or longer.</returns>
    public (double[] A, double[] B) Polynomials()
    {
        double[] b = [0, .. Weights(Order)];
        if (!HasMomentum)
            return ([1, -1], b);
        double q = 1 - Beta;
        double[] factor = Kind == MultistepKind.Nesterov ? [Beta * (1 + q), -Beta * q] : [Beta];
        return ([1, -1 - q, q], Multiply(b, factor));
    }

    private static double[] Multiply(double[] left, double[] right)
    {
        var product = new double[left.Length + right.Length - 1];
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
                product[i + j] += left[i] * right[j];
        }
        return product;
    }
}
