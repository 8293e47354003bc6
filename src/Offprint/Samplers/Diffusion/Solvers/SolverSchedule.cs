using System.Text.Json.Serialization;
using Offprint.Cards;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;

namespace Offprint.Samplers.Diffusion.Solvers;

/// <summary>How the first evaluation, at pure noise, is made.</summary>
public enum FirstStep
{
    /// <summary>By the model.</summary>
    Evaluate,

    /// <summary>As x̂₀ = 0, so ε = x/σ, without the model: one evaluation less.</summary>
    ZeroData,

    /// <summary>As x̂₀ = the data's mean, <see cref="SampleOptions.DataMean"/>, without the model: one evaluation less.</summary>
    DataMean,
}

/// <summary>A solver as data: the times and, for each step, its decisions. Equal by value; serializes as JSON.</summary>
public sealed record SolverSchedule : IDescribable
{
    private const int MaxOrder = 4;

    /// <summary>Makes a schedule and checks it.</summary>
    /// <param name="startTime">The first time.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="firstStep">How the first evaluation is made.</param>
    /// <exception cref="ArgumentException">A step cannot be taken; the message names the step and what is wrong.</exception>
    [JsonConstructor]
    public SolverSchedule(double startTime, IReadOnlyList<StepDecision> steps, FirstStep firstStep = FirstStep.Evaluate)
    {
        (StartTime, Steps, FirstStep) = (startTime, [.. steps], firstStep);
        Grid = new([startTime, .. steps.Select(step => step.Time)], "schedule");
        for (int i = 0; i < steps.Count; i++)
            Check(i, Steps[i]);
    }

    /// <summary>The first time.</summary>
    public double StartTime { get; }

    /// <summary>The steps.</summary>
    public IReadOnlyList<StepDecision> Steps { get; }

    /// <summary>How the first evaluation is made.</summary>
    public FirstStep FirstStep { get; }

    /// <summary>All times.</summary>
    [JsonIgnore]
    public TimeGrid Grid { get; }

    /// <summary>
    /// Evaluations of the model: one a step, one more for each implicit corrector, one less for a first step without the model.
    /// </summary>
    [JsonIgnore]
    public int Evaluations =>
        Steps.Count + Steps.Count(step => step.CorrectorKind == CorrectorKind.Implicit) - (FirstStep == FirstStep.Evaluate ? 0 : 1);

    /// <inheritdoc/>
    public bool Equals(SolverSchedule? other) =>
        other is not null && StartTime.Equals(other.StartTime) && FirstStep == other.FirstStep && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StartTime, FirstStep, Steps.Count, Steps.Count > 0 ? Steps[0] : null);

    /// <inheritdoc/>
    public Card Describe() => new("Solver schedule")
    {
        Facts = [new("Steps", Steps.Count), new("Evaluations", Evaluations), new("From t", StartTime), new("To t", Grid.End)],
        Tables =
        [
            new("Decisions", ["Step", "to t", "Form", "Expansion", "Order", "Start", "Active points", "Relaxation", "Corrector"],
                [.. Steps.Select((step, i) => (IReadOnlyList<TableCell>)
                [
                    i, step.Time, step.Form.ToString(), step.Expansion.ToString(), step.Order, step.StartPoint,
                    string.Join("; ", step.Derivatives.Select(d => string.Join(", ", d.ActivePoints))),
                    string.Join("; ", step.Derivatives.Select(d => Text(d.Relaxation))),
                    step.CorrectorKind.ToString(),
                ])]),
        ],
    };

    private static string Text(Relaxation? relaxation) => relaxation switch
    {
        null or { Kind: RelaxationKind.None } => "none",
        { Kind: RelaxationKind.Linear } => $"1 + {relaxation.Coefficient.ToString("G3", CultureInfo.InvariantCulture)} h",
        _ => relaxation.Kind.ToString(),
    };

    private void Check(int i, StepDecision step)
    {
        // The history before step i holds i + 1 evaluations, at the times 0 … i.
        void Require(bool condition, string problem)
        {
            if (!condition)
                throw new ArgumentException($"Step {i} (to t = {step.Time.ToString("G6", CultureInfo.InvariantCulture)}): {problem}");
        }
        Require(Enum.IsDefined(step.Expansion), $"there is no expansion {step.Expansion}.");
        Require(step.Form is Prediction.Noise or Prediction.Data, $"the form is {step.Form}; a step expands noise or data.");
        Require(step.Order is >= 1 and <= MaxOrder, $"the order is {step.Order}; orders are 1 to {MaxOrder}.");
        Require(step.Order <= i + 1, $"order {step.Order} needs as many evaluations; there are {i + 1}.");
        Require(step.StartPoint <= -1 && step.StartPoint >= -(i + 1),
            $"the start point {step.StartPoint} is not among the {i + 1} states so far (−1 is the newest).");
        Require(step.Derivatives.Count == step.Order - 1,
            $"order {step.Order} needs {step.Order - 1} derivative estimates; there are {step.Derivatives.Count}.");
        for (int k = 1; k <= step.Derivatives.Count; k++)
        {
            IReadOnlyList<int> points = step.Derivatives[k - 1].ActivePoints;
            Require(points.Count >= k, $"derivative {k} needs {k} active points or more; there are {points.Count}.");
            Require(points.Distinct().Count() == points.Count, $"derivative {k} names an active point twice.");
            Require(points.All(p => p <= -1 && p >= -(i + 1)),
                $"an active point of derivative {k} is not among the {i + 1} evaluations so far.");
            Require(!points.Contains(step.StartPoint), $"derivative {k} has the start point among its active points.");
            Require(k == 1 || step.Derivatives[k - 1].Relaxation is null or { Kind: RelaxationKind.None },
                "only the first derivative is relaxed.");
        }
        Require(step.CorrectorKind == CorrectorKind.None || i < Steps.Count - 1,
            "the last step has a corrector, which would cost one evaluation more.");
    }
}
