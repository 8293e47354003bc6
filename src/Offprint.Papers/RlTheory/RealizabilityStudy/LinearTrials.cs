using Offprint.Cards;
using System.Text.Json.Serialization;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>An estimator on the study's features, or on one feature a state.</summary>
/// <param name="Estimator">The estimator.</param>
/// <param name="Tabular">Whether it gets one feature a state: complete whatever the MDP.</param>
public sealed record LinearMethod(ValueEstimator Estimator, bool Tabular = false) : ILabeled
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => (Tabular ? "tabular " : "") + Estimator.Title();

    /// <summary>The method whatever its numbers are, which has one color in all figures.</summary>
    [JsonIgnore]
    public string Family => Estimator switch
    {
        Lstd { Ridge: not null } => "LSTD with a ridge",
        FittedEvaluation => "FQE",
        TemporalDifference => "TD(0)",
        _ => Label,
    };
}

/// <summary>Errors of one estimator over data sets.</summary>
/// <param name="Method">The estimator with all its options.</param>
/// <param name="Bellman">‖E_Q̂‖_μ.</param>
/// <param name="Prediction">|E_{ν₀}(Q̂ − Q^π)|.</param>
/// <param name="GreatestRatio">The greatest |prediction error| over its bound √C ‖E‖/(1−γ): at most 1.</param>
/// <param name="Singular">Data sets on which the normal equations were singular; they count as infinite errors.</param>
/// <param name="Unfinished">Data sets on which an iteration did not come to rest.</param>
public sealed record MethodErrors(
    LinearMethod Method, ErrorSummary Bellman, ErrorSummary Prediction, double GreatestRatio, int Singular, int Unfinished);

/// <summary>Errors of all estimators on one problem.</summary>
/// <param name="Rows">n.</param>
/// <param name="Factors">The factors of the problem with its features.</param>
/// <param name="Methods">One an estimator.</param>
public sealed record LinearErrors(int Rows, OffPolicyFactors Factors, IReadOnlyList<MethodErrors> Methods)
{
    /// <summary>The errors of an estimator.</summary>
    /// <param name="which">Tells it by its options.</param>
    /// <returns>The errors of the first that is meant.</returns>
    /// <exception cref="MissingResultsException">None of the cell's estimators is meant.</exception>
    public MethodErrors Of(Func<LinearMethod, bool> which) => Methods.FirstOrDefault(m => which(m.Method)) ?? throw new
        MissingResultsException($"No estimator of this kind was run; there are {string.Join(", ", Methods.Select(m => m.Method.Label))}.");

    /// <summary>The errors of an estimator of a type on the study's features.</summary>
    /// <typeparam name="TEstimator">The type.</typeparam>
    /// <returns>The errors of the first of that type.</returns>
    /// <exception cref="MissingResultsException">There is none.</exception>
    public MethodErrors Of<TEstimator>()
        where TEstimator : ValueEstimator => Of(m => m is { Tabular: false, Estimator: TEstimator });
}

/// <summary>Repetitions of linear evaluation: all estimators see the same data sets.</summary>
internal static class LinearTrials
{
    public static LinearErrors Run(
        LinearInstance instance, IReadOnlyList<LinearMethod> methods, int rows, int repetitions, Seed seed, RunContext context)
    {
        PolicyEvaluationProblem problem = instance.Problem;
        LinearClass[] classes = [.. methods.Select(m => m.Tabular ? LinearClass.Tabular(problem.Pairs) : instance.Features)];
        double[] coverage = [.. classes.Select(c => BellmanGeometry.Linear(problem, c).Concentrability)];
        var bellman = methods.Select(_ => new double[repetitions]).ToArray();
        var prediction = methods.Select(_ => new double[repetitions]).ToArray();
        double[] ratios = new double[methods.Count];
        int[] singular = new int[methods.Count], unfinished = new int[methods.Count];
        for (int i = 0; i < repetitions; i++)
        {
            if ((i & 31) == 0)
                context.Report(i, repetitions, $"n = {rows}");
            Seed own = seed.Derive((ulong)i);
            TransitionSample data = problem.Draw(rows, own.Stream());
            for (int m = 0; m < methods.Count; m++)
            {
                try
                {
                    LinearValueFit fit = methods[m].Estimator.Fit(data, classes[m], problem.Task, own.Derive("method"));
                    unfinished[m] += fit.Converged ? 0 : 1;
                    double[] q = classes[m].Function(fit.Weights);
                    bellman[m][i] = problem.Norm(problem.BellmanError(q));
                    prediction[m][i] = Math.Abs(problem.PredictionError(q));
                    double bound = Math.Sqrt(coverage[m]) * bellman[m][i] / (1 - problem.Task.Discount);
                    ratios[m] = Math.Max(ratios[m], bound > 1e-12 ? prediction[m][i] / bound : 0);
                }
                catch (SingularSystemException)
                {
                    singular[m]++;
                    bellman[m][i] = prediction[m][i] = double.PositiveInfinity;
                }
            }
        }
        context.Mark<double>($"n = {rows}", bellman.SelectMany(b => b).ToArray());
        return new(rows, BellmanGeometry.Linear(problem, instance.Features),
            [.. methods.Select((method, m) => new MethodErrors(method,
            ErrorSummary.Of(bellman[m]), ErrorSummary.Of(prediction[m]), ratios[m], singular[m], unfinished[m]))]);
    }
}
