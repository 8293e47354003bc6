using Offprint.Agents.Policies;
using Offprint.Datasets.Transitions;
using Offprint.Environments;
using Offprint.Numerics;
using Offprint.Tensors;

namespace Offprint.Agents.Rollouts;

/// <summary>Options of <see cref="RolloutEvaluator"/>.</summary>
public sealed record RolloutOptions
{
    /// <summary>Episodes of each member. Default 10, as D4RL's evaluations.</summary>
    public int Episodes { get; init; } = 10;

    /// <summary>How the policy acts. Default: deterministically.</summary>
    public ActMode Mode { get; init; } = ActMode.Deterministic;

    /// <summary>Scales observations as the agent's data were; <see langword="null"/> leaves them.</summary>
    public Normalizer? Observations { get; init; }

    /// <summary>γ of <see cref="RolloutResult.DiscountedReturns"/>. Default 1.</summary>
    public double Discount { get; init; } = 1;

    /// <summary>Steps after which an episode without a time limit of its own is cut.</summary>
    public int? MaxSteps { get; init; }
}

/// <summary>What a policy achieved.</summary>
/// <param name="Returns">Undiscounted raw returns, [P][episodes].</param>
/// <param name="Lengths">Steps, [P][episodes].</param>
/// <param name="Successes">Whether the goal was reached in any step, [P][episodes].</param>
/// <param name="Costs">Undiscounted sums of costs, [P][episodes].</param>
public sealed record RolloutResult(double[][] Returns, int[][] Lengths, bool[][] Successes, double[][] Costs)
{
    /// <summary>Raw returns with the options' discount, [P][episodes]; an episode that a time limit cuts ends there.</summary>
    public required double[][] DiscountedReturns { get; init; }

    /// <summary>The mean return of each member, [P].</summary>
    public double[] Means => [.. Returns.Select(member => member.Average())];

    /// <summary>The mean length of each member's episodes, [P].</summary>
    public double[] MeanLengths => [.. Lengths.Select(member => member.Average())];

    /// <summary>The mean cost of each member's episodes, [P].</summary>
    public double[] MeanCosts => [.. Costs.Select(member => member.Average())];

    /// <summary>The share of episodes with success of each member, [P].</summary>
    public double[] SuccessRates => [.. Successes.Select(member => member.Average(success => success ? 1.0 : 0))];
}

/// <summary>
/// Plays whole episodes with a policy, all of them side by side. What a member gets depends on its own seed alone: the same policy and
/// seeds
/// give the same returns.
/// </summary>
public sealed class RolloutEvaluator : IDisposable
{
    private readonly VectorEnvironment _environments;
    private readonly EnvironmentSteps _steps;
    private readonly int _limit;

    /// <summary>Makes the environments.</summary>
    /// <param name="create">Makes one; called P × episodes times.</param>
    /// <param name="population">P.</param>
    /// <param name="options">How episodes are played.</param>
    /// <exception cref="ArgumentException">Neither the environment nor the options limit an episode.</exception>
    public RolloutEvaluator(Func<IEnvironment> create, int population, RolloutOptions? options = null)
    {
        Options = options ?? new RolloutOptions();
        if (Options.Discount is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), Options.Discount, "A discount lies in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Episodes, nameof(options));
        _environments = new VectorEnvironment(create, population, Options.Episodes, autoReset: false);
        if ((_environments.Spec.Horizon ?? Options.MaxSteps) is not { } limit)
        {
            _environments.Dispose();
            throw new ArgumentException($"{_environments.Spec.Name} has no time limit: set {nameof(RolloutOptions.MaxSteps)}.",
                nameof(options));
        }
        _limit = Math.Min(limit, Options.MaxSteps ?? limit);
        _steps = new EnvironmentSteps(_environments, Options.Observations);
    }

    /// <summary>How episodes are played.</summary>
    public RolloutOptions Options { get; }

    /// <summary>The environment's spaces and time limit.</summary>
    public EnvironmentSpec Spec => _environments.Spec;

    /// <summary>Plays the episodes.</summary>
    /// <param name="policy">A policy of P members.</param>
    /// <param name="seeds">[P]: where starts and the policy's noise come from.</param>
    /// <returns>Returns, lengths, successes, costs.</returns>
    public RolloutResult Evaluate(IPolicy policy, IReadOnlyList<Seed> seeds)
    {
        int rows = _environments.Count;
        (double[] returns, double[] discounted, double[] costs) = (new double[rows], new double[rows], new double[rows]);
        (int[] lengths, bool[] successes, bool[] ended) = (new int[rows], new bool[rows], new bool[rows]);
        double factor = 1;
        using var random = new PopulationRandom([.. seeds.Select(seed => seed.Derive("policy"))]);
        _steps.Reset([.. seeds]);
        for (int t = 0; t < _limit && !_environments.AllEnded; t++, factor *= Options.Discount)
        {
            _steps.Act(policy, Options.Mode, random);
            _steps.Step();
            for (int row = 0; row < rows; row++)
            {
                if (ended[row])
                    continue;
                StepResult result = _steps.Results[row];
                returns[row] += result.Reward;
                discounted[row] += factor * result.Reward;
                costs[row] += result.Cost;
                lengths[row]++;
                successes[row] |= result.Success;
                ended[row] = result.Ended;
            }
        }
        return new(Members(returns), Members(lengths), Members(successes), Members(costs)) { DiscountedReturns = Members(discounted) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _steps.Dispose();
        _environments.Dispose();
    }

    private T[][] Members<T>(T[] rows) => [.. rows.Chunk(_environments.Copies)];
}
