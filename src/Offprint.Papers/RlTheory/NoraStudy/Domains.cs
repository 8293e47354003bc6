using System.ComponentModel.DataAnnotations;
using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Environments.Tabular;
using Offprint.Files;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>Where episodes are played. Returns lie in [0, 1], so that bonuses and learning rates mean the same everywhere.</summary>
public abstract record EpisodicDomain
{
    /// <summary>A short name for files, derived from the settings.</summary>
    public abstract string Key { get; }

    /// <summary>What figures call it.</summary>
    public abstract string Title { get; }

    /// <summary>Makes the problem.</summary>
    /// <param name="seed">The seed of the instance, where it is drawn.</param>
    /// <returns>The task.</returns>
    public abstract EpisodicTask Make(Seed seed);
}

/// <summary>The grid that punishes timid exploration: n stages, and one reward at the end of going right.</summary>
/// <param name="Size">n.</param>
/// <param name="Slip">The probability that right goes left.</param>
[Kind("deep-sea")]
public sealed record DeepSeaDomain([property: Range(2, 40)] int Size, [property: Range(0.0, 0.9)] double Slip) : EpisodicDomain
{
    /// <inheritdoc/>
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"sea{Size}-{Slip:0.###}");

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"DeepSea({Size}, {Slip:0.###})");

    /// <inheritdoc/>
    public override EpisodicTask Make(Seed seed) => EpisodicTask.OfTotal(TabularMdps.DeepSea(Size, Slip));
}

/// <summary>The river, whose stages share one law: counts are pooled. Rewards are divided by H.</summary>
/// <param name="States">n.</param>
/// <param name="Horizon">H.</param>
[Kind("river-swim")]
public sealed record RiverDomain([property: Range(2, 100)] int States, [property: Range(1, 200)] int Horizon) : EpisodicDomain
{
    /// <inheritdoc/>
    public override string Key => $"river{States}-{Horizon}";

    /// <inheritdoc/>
    public override string Title => $"RiverSwim({States}), H = {Horizon}";

    /// <inheritdoc/>
    public override EpisodicTask Make(Seed seed) => EpisodicTask.OfSteps(
        TabularMdps.RiverSwim(States, 0.005 / Horizon, 1.0 / Horizon).WithHorizon(Horizon), 1.0 / Horizon) with { PoolsStages = true };
}

/// <summary>A random linear MDP, another one for each seed; the critic knows its features.</summary>
/// <param name="Dimension">d.</param>
/// <param name="States">S.</param>
/// <param name="Actions">A.</param>
/// <param name="Horizon">H.</param>
[Kind("random-linear")]
public sealed record LinearDomain(
    [property: Range(1, 64)] int Dimension, [property: Range(1, 1000)] int States, [property: Range(1, 1000)] int Actions,
    [property: Range(1, 100)] int Horizon) : EpisodicDomain
{
    /// <inheritdoc/>
    public override string Key => $"linear{Dimension}-{States}-{Actions}-{Horizon}";

    /// <inheritdoc/>
    public override string Title => $"random linear MDP, d = {Dimension}, A = {Actions}";

    /// <inheritdoc/>
    public override EpisodicTask Make(Seed seed)
    {
        LinearMdp drawn = LinearMdp.Random(Dimension, States, Actions, Horizon, seed);
        return EpisodicTask.OfSteps(drawn.Mdp, 1.0 / Horizon) with { Features = drawn.Features };
    }
}

/// <summary>Which functions the two-stage problem offers.</summary>
public enum TwoStageClass
{
    /// <summary>Closed under Bellman backups, with Q*.</summary>
    Complete,

    /// <summary>With Q*, but without the backup of the functions that are wrong at the second stage.</summary>
    RealizableOnly,

    /// <summary>Without Q*: every function is wrong about the better arm.</summary>
    WithoutBest,
}

/// <summary>
/// Two stages (the separating instance of the density-ratio paper GLOW, with its class completed): context A leads to a second choice that
/// pays 0.7 or 0.1, context B offers an arm c of 0.5 and K arms of 0.4, all Bernoulli. Wrong functions promise 0.78 for one of the K.
/// </summary>
/// <param name="Arms">K.</param>
/// <param name="Class">Which functions there are.</param>
[Kind("two-stage")]
public sealed record TwoStageDomain([property: Range(1, 300)] int Arms, TwoStageClass Class) : EpisodicDomain
{
    private const double Best = 0.7, Poor = 0.1, Arm = 0.5, Decoy = 0.4, Excess = 0.38;
    private const int A = 0, B = 1, Z = 2, End = 3;

    /// <inheritdoc/>
    public override string Key => $"two-stage{Arms}-{Class.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public override string Title => $"two stages, K = {Arms}, {Class switch
    {
        TwoStageClass.Complete => "complete class",
        TwoStageClass.RealizableOnly => "class not complete",
        _ => "class without Q*",
    }}";

    /// <inheritdoc/>
    public override EpisodicTask Make(Seed seed)
    {
        var builder = new TabularMdpBuilder(4, Arms + 1)
        {
            Name = "Two stages", Horizon = 2, Noise = RewardNoise.Bernoulli, StateNames = ["A", "B", "Z", "end"],
        };
        for (int a = 0; a <= Arms; a++)
        {
            builder.Add(A, a, Z, 1).Add(B, a, End, 1).Add(Z, a, End, 1);
            builder.Reward(B, a, a == 0 ? Arm : Decoy).Reward(Z, a, a == 0 ? Best : Poor);
        }
        return EpisodicTask.OfTotal(builder.Absorb(End).Start([0.5, 0.5, 0, 0]).Build()) with { Functions = Functions() };
    }

    /// <summary>The class, [2, 4, K + 1] each.</summary>
    /// <returns>K + 1 functions, or three times two times as many where the class is complete.</returns>
    public FunctionClass Functions()
    {
        double best = Class == TwoStageClass.WithoutBest ? Arm - 0.3 : Arm;
        List<StateActionTable> all = [];
        for (int wrong = 0; wrong <= Arms; wrong++)
        {
            if (Class == TwoStageClass.RealizableOnly)
            {
                all.Add(wrong == 0 ? Function(Best, 0, best, low: false) : Function(Poor + Excess, wrong, best, low: true));
                continue;
            }
            foreach (bool low in (bool[])[false, true])
                all.AddRange(from first in (double[])[Best, Poor, Poor + Excess] select Function(first, wrong, best, low));
        }
        return new(all);
    }

    /// <summary>A function by its value at A, the arm of B that it overestimates (0 for none), and whether it is too low at Z.</summary>
    private StateActionTable Function(double first, int wrong, double best, bool low)
    {
        var f = new StateActionTable(4, Arms + 1, 2);
        for (int a = 0; a <= Arms; a++)
        {
            f[A, a] = first;
            f[B, a] = a == 0 ? best : a == wrong ? Decoy + Excess : Decoy;
            f[Z, a, 1] = a > 0 ? Poor : low ? 0 : Best;
            // Values where no episode comes at that stage: true ones, so that backups stay in the class.
            (f[Z, a], f[B, a, 1]) = (a == 0 ? Best : Poor, a == 0 ? Arm : Decoy);
        }
        return f;
    }
}
