namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>What a search may change in a schedule, and how much at a time.</summary>
public sealed record ScheduleSpaceOptions
{
    /// <summary>Whether times may change. Default yes.</summary>
    public bool Times { get; init; } = true;

    /// <summary>
    /// Whether the decisions of steps may change: form, expansion, order, derivatives, relaxation, corrector. Default yes.
    /// </summary>
    public bool Strategies { get; init; } = true;

    /// <summary>The probability that a decision of a step mutates, in the most mutated children. Default 0.3 (code).</summary>
    public double MutationProbability { get; init; } = 0.3;

    /// <summary>The standard deviation of a time's relative change, in the most mutated children. Default 0.08 (code, EDM).</summary>
    public double TimeDeviation { get; init; } = 0.08;

    /// <summary>
    /// The mutation of the least mutated children relative to the most mutated ones; a child's lies between, evenly in the logarithm, for
    /// times and decisions apart. Default 0.1, our choice: at full strength a child of ten steps has some twenty changes. 1 in the code.
    /// </summary>
    public double WeakestMutation { get; init; } = 0.1;

    /// <summary>The standard deviation of a linear relaxation's change. Default 0.03 (code).</summary>
    public double RelaxationDeviation { get; init; } = 0.03;

    /// <summary>
    /// The probability that one time moves anywhere else. Default 0.2: the code adds or drops a step with 0.2 each; here the number of
    /// evaluations is fixed, and so both happen together.
    /// </summary>
    public double MoveProbability { get; init; } = 0.2;

    /// <summary>The probability that a child has two parents. Default 0.5 (code, ScoreSDE).</summary>
    public double CrossoverProbability { get; init; } = 0.5;

    /// <summary>
    /// The probability that the decisions of two parents are mixed step by step rather than taken from one. Default 0.5 (code).
    /// </summary>
    public double StepMixingProbability { get; init; } = 0.5;

    /// <summary>The shortest step in t. Default 10⁻⁴: shorter ones make the derivatives' equations singular.</summary>
    public double MinimumGap { get; init; } = 1e-4;
}
