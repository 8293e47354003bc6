using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Experiments;
using Offprint.Files;
using Offprint.Optimization.Search;

namespace Offprint.Papers.OfflineOptimization.RootStudy;

/// <summary>A method that ROOT is compared with.</summary>
public abstract record DesignMethod : ILabeled
{
    /// <summary>The method's name in tables.</summary>
    [JsonIgnore]
    public string Label => Method.Label;

    /// <summary>The search itself.</summary>
    [JsonIgnore]
    public abstract IOfflineSearch Method { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Label;
}

/// <summary>A method by the type of its search, under which it is stored.</summary>
/// <typeparam name="TSearch">The type.</typeparam>
/// <param name="Search">The search.</param>
public abstract record DesignMethod<TSearch>(TSearch Search) : DesignMethod
    where TSearch : IOfflineSearch
{
    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override IOfflineSearch Method => Search;
}

/// <summary>A surrogate, searched.</summary>
/// <param name="Search">The search.</param>
[Kind("surrogate")]
public sealed record SurrogateMethod(SurrogateSearch Search) : DesignMethod<SurrogateSearch>(Search);

/// <summary>A Gaussian process, climbed.</summary>
/// <param name="Search">The search.</param>
[Kind("process")]
public sealed record ProcessMethod(ProcessAscent Search) : DesignMethod<ProcessAscent>(Search);

/// <summary>A generator of designs of a score.</summary>
/// <param name="Search">The search.</param>
[Kind("inversion")]
public sealed record InversionMethod(ModelInversion Search) : DesignMethod<ModelInversion>(Search);

/// <summary>A diffusion model of designs given their score.</summary>
/// <param name="Search">The search.</param>
[Kind("diffusion")]
public sealed record DiffusionMethod(DiffusionInversion Search) : DesignMethod<DiffusionInversion>(Search);

/// <summary>A method on a task.</summary>
/// <param name="Problem">The task.</param>
/// <param name="Method">The method.</param>
/// <param name="Share">The worst share of the visible designs that the method is shown. Default: all.</param>
/// <param name="Candidates">Designs that it proposes, and that are measured once.</param>
public sealed record MethodSettings(
    DesignProblem Problem, DesignMethod Method, [property: Range(0.01, 1.0)] double Share = 1,
    [property: Range(1, 10_000)] int Candidates = 128) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of(Problem, Method, Share < 1 ? $"worst {100 * Share:0} percent" : null);
}

/// <summary>What designs turned out to be worth.</summary>
/// <param name="Greatest">The greatest normalized score.</param>
/// <param name="Percentile80">Their 80th percentile, the measured value above.</param>
/// <param name="Median">Their median, the measured value above.</param>
/// <param name="Scores">All of them; empty where only these numbers are kept.</param>
/// <param name="Expected">What a Gaussian process expects of them, normalized; empty where nobody asks.</param>
/// <param name="Calls">Designs that were measured.</param>
public sealed record DesignOutcome(
    double Greatest, double Percentile80, double Median, IReadOnlyList<double> Scores, IReadOnlyList<double> Expected, int Calls);

/// <summary>A method's designs.</summary>
/// <param name="Visible">Visible designs.</param>
/// <param name="BestVisible">The best visible score, normalized.</param>
/// <param name="Outcomes">One a seed.</param>
public sealed record MethodResult(int Visible, double BestVisible, [property: PerSeed] IReadOnlyList<DesignOutcome> Outcomes);
