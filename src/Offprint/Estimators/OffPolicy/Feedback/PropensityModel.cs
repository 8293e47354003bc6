using MathNet.Numerics.LinearAlgebra;
using Offprint.Datasets.Bandits;
using Offprint.Numerics;

namespace Offprint.Estimators.OffPolicy.Feedback;

/// <summary>
/// Propensities of a log that lacks them: multinomial logistic regression on monomials of the context, by Newton's method on the penalized
/// likelihood. The last action's scores are zero.
/// </summary>
public sealed record PropensityModel
{
    /// <summary>The degree of the monomials: 0, the actions' frequencies, to 2. Default 1.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>λ, a quadratic penalty on all coefficients but constants, in units of rows. Our choice: 1.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>Fits the model.</summary>
    /// <param name="feedback">The log; its contexts are features.</param>
    /// <param name="actions">A.</param>
    /// <returns>The fitted law.</returns>
    /// <exception cref="ArgumentException">Contexts are not features, or an action never occurs.</exception>
    public FittedPropensities Fit(BanditFeedback feedback, int actions)
    {
        SampleMatrix points = feedback.Features
            ?? throw new ArgumentException("The contexts are numbers; a propensity model wants features. Give one indicator a context.");
        for (int a = 0; a < actions; a++)
        {
            if (!feedback.Actions.Contains(a))
                throw new ArgumentException($"Action {a} never occurs in {feedback.Count} rows: its propensity cannot be told from zero.");
        }
        int size = PolynomialFeatures.Count(points.Columns, Degree), free = actions - 1;
        double[] phi = new double[size], law = new double[actions];
        NewtonResult found = Newton.Minimize((x, gradient, hessian) => Likelihood(x, gradient, hessian), new double[free * size],
            new() { Tolerance = 1e-8 });
        return new(Degree, actions, found.X);

        double Likelihood(ReadOnlySpan<double> x, Span<double> gradient, Matrix<double> hessian)
        {
            gradient.Clear();
            double[] curvature = new double[free * size * free * size];
            double sum = 0;
            for (int i = 0; i < feedback.Count; i++)
            {
                PolynomialFeatures.Fill(points.Row(i), Degree, phi);
                FittedPropensities.Fill(x, phi, law);
                sum -= Math.Log(law[feedback.Actions[i]]);
                for (int a = 0; a < free; a++)
                {
                    SpanMath.AddScaled(phi, law[a] - (feedback.Actions[i] == a ? 1 : 0), gradient.Slice(a * size, size));
                    for (int b = 0; b <= a; b++)
                        AddOuter(phi, law[a] * ((a == b ? 1 : 0) - law[b]), curvature, a * size, b * size, free * size);
                }
            }
            for (int k = 0; k < x.Length; k++)
            {
                double penalty = k % size == 0 ? 1e-9 : Penalty; // a trace on constants keeps the system regular
                sum += 0.5 * penalty * x[k] * x[k];
                gradient[k] += penalty * x[k];
                curvature[k * x.Length + k] += penalty;
            }
            for (int row = 0; row < x.Length; row++)
            {
                for (int column = 0; column < x.Length; column++)
                    hessian[row, column] = row / size >= column / size ? curvature[row * x.Length + column]
                        : curvature[column * x.Length + row];
            }
            return sum;
        }
    }

    private static void AddOuter(double[] phi, double factor, double[] target, int row, int column, int width)
    {
        for (int k = 0; k < phi.Length; k++)
            SpanMath.AddScaled(phi, factor * phi[k], target.AsSpan((row + k) * width + column, phi.Length));
    }
}

/// <summary>A fitted law of actions given contexts.</summary>
public sealed class FittedPropensities
{
    private readonly int _degree;
    private readonly double[] _coefficients;

    internal FittedPropensities(int degree, int actions, double[] coefficients) =>
        (_degree, Actions, _coefficients) = (degree, actions, coefficients);

    /// <summary>A.</summary>
    public int Actions { get; }

    /// <summary>The fitted probabilities of logged actions.</summary>
    /// <param name="feedback">A log with features.</param>
    /// <returns>π̂_b(a_i|x_i), [N].</returns>
    public double[] Of(BanditFeedback feedback)
    {
        double[] law = new double[Actions];
        double[] propensities = new double[feedback.Count];
        for (int i = 0; i < propensities.Length; i++)
        {
            Law(feedback.Features!.Row(i), law);
            propensities[i] = law[feedback.Actions[i]];
        }
        return propensities;
    }

    /// <summary>The fitted law of a context.</summary>
    /// <param name="context">[d].</param>
    /// <param name="probabilities">Receives [A].</param>
    public void Law(ReadOnlySpan<float> context, Span<double> probabilities)
    {
        Span<double> phi = stackalloc double[PolynomialFeatures.Count(context.Length, _degree)];
        PolynomialFeatures.Fill(context, _degree, phi);
        Fill(_coefficients, phi, probabilities);
    }

    internal static void Fill(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> phi, Span<double> law)
    {
        double greatest = 0, sum = 0;
        for (int a = 0; a < law.Length; a++)
        {
            law[a] = a == law.Length - 1 ? 0 : SpanMath.Dot(coefficients.Slice(a * phi.Length, phi.Length), phi);
            greatest = Math.Max(greatest, law[a]);
        }
        foreach (ref double p in law)
            sum += p = Math.Exp(p - greatest);
        foreach (ref double p in law)
            p /= sum;
    }
}
