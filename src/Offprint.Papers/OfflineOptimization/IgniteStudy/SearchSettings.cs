using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Experiments;
using Offprint.Optimization.Search;
using Offprint.Optimization.Surrogates;

namespace Offprint.Papers.OfflineOptimization.IgniteStudy;

/// <summary>One ensemble and the searches that share it.</summary>
/// <param name="Problem">The task.</param>
/// <param name="Training">How surrogates are trained, regularizer included.</param>
/// <param name="Members">Networks in the ensemble; gradient ascent takes the first alone.</param>
/// <param name="Standardizes">Whether designs are standardized.</param>
/// <param name="Rules">The searches.</param>
/// <param name="Candidates">Designs that each of them proposes, and that are measured once.</param>
/// <param name="PathEvery">Steps of an ascent between two measurements of its way, which no search sees; 10 if null.</param>
public sealed record SearchSettings(
    DesignProblem Problem, SurrogateTrainingOptions Training, [property: Range(1, 100)] int Members, bool Standardizes,
    IReadOnlyList<SearchRule> Rules, [property: Range(1, 10_000)] int Candidates = 128,
    [property: Range(1, 10_000)] int? PathEvery = null) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Problem, IsConservative ? "coms" : Members > 1 ? $"{Members} networks" : null,
        Variants.Label(Training.GradientNorm));

    /// <summary>Whether the surrogate is a conservative one.</summary>
    [JsonIgnore]
    internal bool IsConservative => Training.Conservatism is not null;

    /// <summary>A rule's name in tables.</summary>
    internal string Method(SearchRule rule) => IsConservative ? "COMs" : rule.Label;
}

/// <summary>Where an ascent was on its way.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Greatest">The greatest normalized score.</param>
/// <param name="Median">Their median.</param>
/// <param name="Predicted">The median of what the surrogate says of them, as a normalized score.</param>
public sealed record PathPoint(int Step, double Greatest, double Median, double Predicted);

/// <summary>What a search reached.</summary>
/// <param name="Rule">The search.</param>
/// <param name="Greatest">The greatest normalized score of its candidates.</param>
/// <param name="Percentile80">Their 80th percentile, by nearest rank.</param>
/// <param name="Median">Their median, by nearest rank.</param>
/// <param name="Predicted">The median of what the surrogate says of them, as a normalized score.</param>
/// <param name="Norm">‖∇h‖ at the candidates: the first member's for gradient ascent, else the members' mean.</param>
/// <param name="Path">An ascent's way; empty for other searches.</param>
public sealed record RuleResult(
    SearchRule Rule, double Greatest, double Percentile80, double Median, double Predicted, double Norm, IReadOnlyList<PathPoint> Path);

/// <summary>A moment of the first member's training.</summary>
/// <param name="Step">Steps before it.</param>
/// <param name="Norm">‖∇h‖ on the batch.</param>
/// <param name="Multiplier">λ.</param>
public sealed record CoursePoint(int Step, double Norm, double Multiplier);

/// <summary>One ensemble, trained and searched.</summary>
/// <param name="TrainingNorms">‖∇h‖ of each member on the rows that it was trained on.</param>
/// <param name="HoldOutNorms">‖∇h‖ of each member on visible rows that it was not trained on.</param>
/// <param name="TrainingError">The first member's mean squared error on its rows, standardized.</param>
/// <param name="HoldOutError">The same on the others.</param>
/// <param name="Course">The first member's training.</param>
/// <param name="Searches">The searches, in the settings' order.</param>
/// <param name="Milliseconds">Of a training step, all members.</param>
public sealed record SearchResult(
    IReadOnlyList<double> TrainingNorms, IReadOnlyList<double> HoldOutNorms, double TrainingError, double HoldOutError,
    IReadOnlyList<CoursePoint> Course, IReadOnlyList<RuleResult> Searches, [property: Measured] double Milliseconds);
