using Offprint.Cards;

namespace Offprint.Estimators.OffPolicy.Distributions;

/// <summary>
/// An estimated distribution function of a policy's return: a step function, nondecreasing and in [0, 1], whose last value may fall
/// short of one where an estimator does not normalize.
/// </summary>
public sealed class ReturnDistribution : IDescribable
{
    private readonly double[] _points, _cumulative;

    internal ReturnDistribution(string label, double[] points, double[] cumulative) =>
        (Label, _points, _cumulative) = (label, points, cumulative);

    /// <summary>The estimator's name.</summary>
    public string Label { get; }

    /// <summary>Where the function may step, ascending and distinct.</summary>
    public IReadOnlyList<double> Points => _points;

    /// <summary>F̂ at each point.</summary>
    public IReadOnlyList<double> Cumulative => _cumulative;

    /// <summary>The last value of F̂.</summary>
    public double Mass => _cumulative[^1];

    /// <summary>∫ x dF̂.</summary>
    public double Mean => Moment(x => x);

    /// <summary>∫ x² dF̂ − (∫ x dF̂)².</summary>
    public double Variance
    {
        get
        {
            double mean = Mean;
            return Moment(x => x * x) - mean * mean;
        }
    }

    /// <summary>F̂(x).</summary>
    /// <param name="x">A return.</param>
    /// <returns>From 0 to 1.</returns>
    public double At(double x)
    {
        int place = Array.BinarySearch(_points, x);
        if (place < 0)
            place = ~place - 1;
        return place < 0 ? 0 : _cumulative[place];
    }

    /// <summary>The least point with F̂ ≥ α.</summary>
    /// <param name="alpha">α in (0, 1].</param>
    /// <returns>The quantile; the last point if the mass does not reach α.</returns>
    public double Quantile(double alpha)
    {
        RequireShare(alpha);
        int place = Array.FindIndex(_cumulative, f => f >= alpha);
        return _points[place < 0 ? ^1 : place];
    }

    /// <summary>The mean of the lowest α of the mass: the expected return in the worst cases.</summary>
    /// <param name="alpha">α in (0, 1].</param>
    /// <returns>CVaR_α; of the whole mass if that is less than α.</returns>
    public double ConditionalValueAtRisk(double alpha)
    {
        RequireShare(alpha);
        double sum = 0, before = 0;
        for (int i = 0; i < _points.Length && before < alpha; i++)
        {
            double to = Math.Min(alpha, _cumulative[i]);
            sum += _points[i] * (to - before);
            before = to;
        }
        return sum / before;
    }

    /// <inheritdoc/>
    public Card Describe() => new($"Distribution of the return, {Label}")
    {
        Facts =
        [
            new("points", _points.Length), new("mass", Mass), new("mean", Mean),
                new("standard deviation", Math.Sqrt(Math.Max(0, Variance))),
            new("CVaR 10 %", ConditionalValueAtRisk(0.1)),
        ],
        Figures = [new LineFigure("F̂(x)", [new(Label, _points, _cumulative)]) { X = new("return x"), Y = new("P(R ≤ x)") }],
    };

    private static void RequireShare(double alpha)
    {
        if (!(alpha is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "α lies in (0, 1].");
    }

    private double Moment(Func<double, double> f)
    {
        double sum = 0, before = 0;
        for (int i = 0; i < _points.Length; i++)
        {
            sum += f(_points[i]) * (_cumulative[i] - before);
            before = _cumulative[i];
        }
        return sum;
    }
}
