using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Solvers;

namespace Offprint.Samplers.Diffusion.SolverSearch;

/// <summary>
/// The schedules of a fixed number of evaluations from T to the time where sampling ends, and the moves between them ("A Unified Sampling
/// Framework", section 4). All children are schedules that can be carried out.
/// </summary>
/// <param name="noise">The noise levels.</param>
/// <param name="options">What may change; <see langword="null"/> for the defaults.</param>
public sealed class ScheduleSpace(NoiseSchedule noise, ScheduleSpaceOptions? options = null)
{
    private static readonly double[] s_orders = [0.2, 0.4, 0.3, 0.1]; // of orders 1 to 4 (code)
    private static readonly double[] s_expansions = [0.7, 0.2, 0.1]; // our choice
    private static readonly RelaxationKind[] s_relaxations = Enum.GetValues<RelaxationKind>();

    /// <summary>What may change.</summary>
    public ScheduleSpaceOptions Options { get; } = options ?? new();

    /// <summary>The noise levels.</summary>
    public NoiseSchedule Noise => noise;

    /// <summary>
    /// Draws a schedule: times uniform between the ends in a variable drawn at random (t or λ), decisions by the mutations' laws.
    /// </summary>
    /// <param name="evaluations">Its evaluations.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The schedule.</returns>
    public SolverSchedule Random(int evaluations, RandomStream random)
    {
        double[] times = [];
        do
        {
            bool even = random.NextDouble() < 0.5;
            times = [noise.T, .. Enumerable.Range(0, evaluations - 1).Select(_ => Anywhere(random, even)).OrderDescending(), noise.TEnd];
        }
        while (!Spaced(times));
        StepDecision[] steps = [.. Enumerable.Range(0, evaluations).Select(i => Draw(times[i + 1], i, evaluations, random))];
        return new(noise.T, steps);
    }

    /// <summary>A child of parents: crossed, or one of them copied, then mutated.</summary>
    /// <param name="parents">Schedules of equal steps.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The child.</returns>
    public SolverSchedule Child(IReadOnlyList<SolverSchedule> parents, RandomStream random)
    {
        SolverSchedule first = parents[random.NextInt(parents.Count)];
        if (random.NextDouble() < Options.CrossoverProbability)
            first = Cross(first, parents[random.NextInt(parents.Count)], random);
        return Mutate(first, random);
    }

    /// <summary>
    /// A child that has its times from one parent and each kind of decision from one, or from one anew for each step. A step's order, start
    /// and derivatives go together: they only have a meaning so.
    /// </summary>
    /// <param name="a">One parent.</param>
    /// <param name="b">The other, of as many steps.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The child.</returns>
    public SolverSchedule Cross(SolverSchedule a, SolverSchedule b, RandomStream random)
    {
        if (a.Steps.Count != b.Steps.Count)
            throw new ArgumentException($"Schedules of {a.Steps.Count} and {b.Steps.Count} steps cannot be crossed.", nameof(b));
        bool Coin() => random.NextDouble() < 0.5;
        SolverSchedule times = Options.Times && Coin() ? b : a;
        bool mixed = random.NextDouble() < Options.StepMixingProbability;
        bool form = Coin(), order = Coin(), corrector = Coin();
        var steps = new StepDecision[a.Steps.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            if (mixed)
                (form, order) = (Coin(), Coin());
            StepDecision x = a.Steps[i], y = Options.Strategies ? b.Steps[i] : x, estimates = order ? x : y, expanded = form ? x : y;
            steps[i] = estimates with
            {
                Time = times.Steps[i].Time,
                Form = expanded.Form,
                Expansion = expanded.Expansion,
                Corrector = (corrector ? x : y).Corrector,
            };
        }
        return new(a.StartTime, steps, a.FirstStep);
    }

    /// <summary>A schedule with some of its times and decisions changed.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="random">The stream.</param>
    /// <returns>The changed schedule.</returns>
    public SolverSchedule Mutate(SolverSchedule schedule, RandomStream random)
    {
        double[] times = Options.Times ? MutateTimes(schedule, random) : [.. schedule.Grid.Times];
        int count = schedule.Steps.Count;
        double probability = Options.MutationProbability * Strength(random);
        return new(schedule.StartTime, [.. schedule.Steps.Select((step, i) =>
            (Options.Strategies ? Mutate(step, i, count, probability, random) : step) with { Time = times[i + 1] })], schedule.FirstStep);
    }

    private double Strength(RandomStream random) => Math.Pow(Options.WeakestMutation, random.NextDouble());

    private StepDecision Mutate(StepDecision step, int i, int count, double probability, RandomStream random)
    {
        bool Chosen() => random.NextDouble() < probability;
        if (Chosen())
            step = step with { Form = random.NextDouble() < 0.5 ? Prediction.Noise : Prediction.Data };
        if (Chosen())
            step = step with { Expansion = (Expansion)random.NextCategorical(s_expansions) };
        if (Chosen())
            step = Ordered(step, i, random);
        else if (step.Order > 1 && Chosen())
            step = step with { Derivatives =
                [Estimate(1, step.StartPoint, i, random) with { Relaxation = step.Derivatives[0].Relaxation },
                .. step.Derivatives.Skip(1)] };
        if (step.Order > 1 && Chosen())
            step = step with { Derivatives = [step.Derivatives[0] with { Relaxation = Relax(step.Derivatives[0].Relaxation, random) },
                .. step.Derivatives.Skip(1)] };
        if (i < count - 1 && Chosen())
            step = step with { Corrector = random.NextDouble() < 0.5 ? null : Corrector.Pseudo };
        return step;
    }

    private StepDecision Draw(double time, int i, int count, RandomStream random)
    {
        var form = random.NextDouble() < 0.5 ? Prediction.Noise : Prediction.Data;
        StepDecision step = Ordered(new(time, form, 1, [], Expansion: (Expansion)random.NextCategorical(s_expansions)), i, random);
        if (step.Order > 1)
            step = step with { Derivatives = [step.Derivatives[0] with { Relaxation = Relax(null, random) }, .. step.Derivatives.Skip(1)] };
        return i < count - 1 && random.NextDouble() < 0.5 ? step with { Corrector = Corrector.Pseudo } : step;
    }

    /// <summary>A new order, with derivatives estimated from the newest points.</summary>
    private static StepDecision Ordered(StepDecision step, int i, RandomStream random)
    {
        int order;
        do
            order = 1 + random.NextCategorical(s_orders);
        while (order > i + 1);
        var relaxation = step.Derivatives.Count > 0 ? step.Derivatives[0].Relaxation : null;
        return step with
        {
            Order = order,
            Derivatives = [.. Enumerable.Range(1, order - 1).Select(k => k == 1
                ? Estimate(1, step.StartPoint, i, random, order) with { Relaxation = relaxation }
                : new DerivativeEstimate(Newest(order - 1, step.StartPoint, i)))],
        };
    }

    /// <summary>
    /// The first derivative from one or two points, or from as many as the order has; fewer than that lower the order on purpose.
    /// </summary>
    private static DerivativeEstimate Estimate(int k, int start, int i, RandomStream random, int order = 2) =>
        new(Newest(random.NextDouble() < 0.5 ? Math.Max(k, order - 1) : 1 + random.NextInt(2), start, i));

    private static int[] Newest(int count, int start, int i) =>
        [.. Enumerable.Range(1, i + 1).Select(j => -j).Where(p => p != start).Take(count)];

    private Relaxation? Relax(Relaxation? relaxation, RandomStream random)
    {
        if (random.NextDouble() < 0.5)
        {
            RelaxationKind kind = s_relaxations[random.NextInt(s_relaxations.Length)];
            return kind == RelaxationKind.None ? null : new(kind);
        }
        double coefficient = relaxation is { Kind: RelaxationKind.Linear } ? relaxation.Coefficient : 0;
        return Relaxation.Linear(coefficient + Options.RelaxationDeviation * random.NextNormal());
    }

    /// <summary>
    /// Relative changes of the inner times and, now and then, a leap of one of them; sorted again while the decisions stay in place.
    /// </summary>
    private double[] MutateTimes(SolverSchedule schedule, RandomStream random)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            double[] times = [.. schedule.Grid.Times];
            double deviation = Options.TimeDeviation * Strength(random);
            for (int i = 1; i < times.Length - 1; i++)
            {
                if (random.NextDouble() < Options.MutationProbability)
                    times[i] *= 1 + deviation * random.NextNormal();
            }
            if (times.Length > 2 && random.NextDouble() < Options.MoveProbability)
                times[1 + random.NextInt(times.Length - 2)] = Anywhere(random, random.NextDouble() < 0.5);
            Array.Sort(times, (a, b) => b.CompareTo(a));
            if (times[0] == schedule.StartTime && times[^1] == schedule.Grid.End && Spaced(times))
                return times;
        }
        return [.. schedule.Grid.Times];
    }

    private double Anywhere(RandomStream random, bool evenInTime) => evenInTime
        ? random.NextUniform(noise.TEnd, noise.T)
        : noise.TimeOfLambda(random.NextUniform(noise.Lambda(noise.T), noise.Lambda(noise.TEnd)));

    private bool Spaced(double[] times) => times.Zip(times.Skip(1)).All(pair => pair.First - pair.Second >= Options.MinimumGap);
}
