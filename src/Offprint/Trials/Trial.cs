using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Offprint.Agents.Probes;
using Offprint.Files;

namespace Offprint.Trials;

/// <summary>How long a trial is and what is measured in it.</summary>
public sealed record TrialRun
{
    /// <summary>Updates on the data set.</summary>
    [Range(0, int.MaxValue)]
    public required int Updates { get; init; }

    /// <summary>Online steps of each seed after them. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int OnlineSteps { get; init; }

    /// <summary>B.</summary>
    [Range(1, int.MaxValue)]
    public required int BatchSize { get; init; }

    /// <summary>Updates, and online steps, between evaluations; there is one before and one after each phase, too.</summary>
    [Range(1, int.MaxValue)]
    public required int EvaluateEvery { get; init; }

    /// <summary>Episodes of an evaluation and seed. Default 10.</summary>
    [Range(1, int.MaxValue)]
    public int Episodes { get; init; } = 10;

    /// <summary>What else is looked at in evaluations. Default: nothing.</summary>
    public IReadOnlyList<ProbeOptions> Probes { get; init; } = [];
}

/// <summary>A training as a value: data, method, run. It is the settings of a cell of a <see cref="TrainingStudy"/>.</summary>
/// <param name="Data">The data.</param>
/// <param name="Methods">
/// The method. Methods that differ in their sampling alone may be trained together, as members of one population with equal seeds, so that
/// they differ in nothing else.
/// </param>
/// <param name="Run">How long it is and what is measured.</param>
public sealed record Trial(DataSource Data, IReadOnlyList<Method> Methods, TrialRun Run)
{
    /// <summary>A trial of one method.</summary>
    /// <param name="data">The data.</param>
    /// <param name="method">The method.</param>
    /// <param name="run">How long it is and what is measured.</param>
    public Trial(DataSource data, Method method, TrialRun run)
        : this(data, [method], run)
    {
    }

    /// <summary>The first method: the only one of most trials.</summary>
    [JsonIgnore]
    public Method Method => Methods[0];

    /// <summary>A short name that follows from the settings: data, agent, six digits of a digest of the rest.</summary>
    [JsonIgnore]
    public string Key => $"{Data.Name}-{Methods[0].Kind}-{StoreJson.Hash(JsonSerializer.Serialize(this, StoreJson.Options))[..6]}";

    /// <summary>Refuses methods that cannot be members of one population.</summary>
    /// <exception cref="ArgumentException">There is none, or two differ in more than their sampling, or two are one; the message names
    /// both.</exception>
    internal void Check()
    {
        if (Methods.Count == 0)
            throw new ArgumentException($"The trial on {Data.Name} has no method.");
        Method first = Methods[0];
        CheckScale(first, first.Start, "whose networks it starts from");
        CheckScale(first, first.Online.Guide?.Training, "which guides it");
        for (int i = 1; i < Methods.Count; i++)
        {
            if (!(Methods[i] with { Sampling = first.Sampling }).Equals(first))
            {
                throw new ArgumentException(
                    $"'{first.Label}' and '{Methods[i].Label}' on {Data.Name} differ in more than how rows are drawn: " +
                    "they cannot be members of one population, so give each a trial of its own.");
            }
        }
    }

    private static void CheckScale(Method method, Pretraining? other, string why)
    {
        if (other is not null && other.Method.View.Observations != method.View.Observations)
        {
            throw new ArgumentException(
                $"'{method.Label}' scales observations otherwise than '{other.Method.Label}', {why}: give both one scale.");
        }
    }
}
