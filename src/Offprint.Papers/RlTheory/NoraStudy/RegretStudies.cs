using Offprint.Agents.Tabular.ActorCritics;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.NoraStudy;

/// <summary>Part A: all methods online, where exploration is needed and where it is not.</summary>
public sealed class OnlineStudy : RegretStudy
{
    /// <summary>The domain of the acceptance statements.</summary>
    public static DeepSeaDomain Sea { get; } = new(8, 0.1);

    /// <inheritdoc/>
    public override string Name => "online";

    /// <inheritdoc/>
    public override string Title => "Regret of actor-critics and greedy methods without offline data";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile)
    {
        (EpisodicDomain[] domains, int episodes, int seeds) = profile switch
        {
            Profile.Smoke => ([new DeepSeaDomain(6, 0.1)], 500, 3),
            Profile.Standard => (new EpisodicDomain[] { Sea, new DeepSeaDomain(10, 0.1), new RiverDomain(6, 20) }, 8000, 10),
            _ => ([Sea, new DeepSeaDomain(10, 0.1), new RiverDomain(6, 20), new DeepSeaDomain(20, 0.1)], 100_000, 10),
        };
        NoraOptions[] methods = profile == Profile.Smoke
            ? [Methods.Nora, Methods.RareLsvi, Methods.Noah, Methods.PlainActorCritic, Methods.Douhua]
            : [
                Methods.Lsvi, Methods.RareLsvi, Methods.Douhua, Methods.Nora, Methods.Nora with { LearningRate = 20 },
                Methods.Theory(2, episodes), Methods.PlainActorCritic, Methods.Noah, Methods.Fqi,
            ];
        return [.. from domain in domains from method in methods select Cell(domain, method, episodes, seeds)];
    }
}

/// <summary>Part B: offline data of two behaviors and several sizes.</summary>
public sealed class HybridStudy : RegretStudy
{
    /// <summary>The share of the optimal policy in near-expert data.</summary>
    public const double NearExpert = 0.7;

    /// <inheritdoc/>
    public override string Name => "hybrid";

    /// <inheritdoc/>
    public override string Title => "What offline data replace: regret by their number and their behavior";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        EpisodicDomain domain = smoke ? new DeepSeaDomain(6, 0.1) : OnlineStudy.Sea;
        int[] sizes = smoke ? [0, 100] : [0, 25, 100, 400];
        double[] shares = smoke ? [NearExpert] : [NearExpert, 0];
        (int episodes, int seeds) = smoke ? (500, 3) : (profile == Profile.Standard ? 8000 : 100_000, 10);
        return
        [
            .. from method in (NoraOptions[])[Methods.Nora, Methods.Noah, Methods.OfflineFqi]
               from size in sizes
               from share in size == 0 ? shares[..1] : shares
               where size > 0 || method.Switching != SwitchRule.Never
               select Cell(domain, method, episodes, seeds, size == 0 ? OfflineLog.None : new OfflineLog(size, share)),
        ];
    }
}

/// <summary>Part C: what coverage costs. One hundred offline episodes from uniform to expert.</summary>
public sealed class CoverageStudy : RegretStudy
{
    /// <inheritdoc/>
    public override string Name => "coverage";

    /// <inheritdoc/>
    public override string Title => "Regret against the concentrability of the offline data";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile) => profile == Profile.Smoke ? [] :
    [
        .. from method in (NoraOptions[])[Methods.Nora, Methods.Noah]
           from share in (double[])[0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]
           select Cell(OnlineStudy.Sea, method, 4000, profile == Profile.Standard ? 10 : 40, new OfflineLog(100, share)),
    ];
}

/// <summary>Part D: the learning rate, the reset, the factor of growth, the bonus.</summary>
public sealed class AblationStudy : RegretStudy
{
    /// <inheritdoc/>
    public override string Name => "ablation";

    /// <inheritdoc/>
    public override string Title => "What NORA's parts are for";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile)
    {
        if (profile == Profile.Smoke)
            return [];
        (int episodes, int seeds) = profile == Profile.Standard ? (4000, 10) : (100_000, 10);
        NoraOptions[] variants =
        [
            Methods.Theory(2, episodes), Methods.Nora with { LearningRate = 1 }, Methods.Nora, Methods.Nora with { LearningRate = 20 },
            Methods.Nora with { ResetsActor = false },
            .. from factor in (double[])[1.2, 4, 8] select Methods.Nora with { Growth = factor },
        ];
        Cell<RegretSettings>[] bonuses =
        [
            .. from bonus in Bonuses
               let cell = Cell(OnlineStudy.Sea, Methods.Nora with { Bonus = bonus }, episodes, seeds)
               select cell with { Key = string.Create(CultureInfo.InvariantCulture, $"{OnlineStudy.Sea.Key}-bonus{bonus}") },
        ];
        return [.. variants.Select(v => Cell(OnlineStudy.Sea, v, episodes, seeds)), .. bonuses];
    }

    /// <summary>Values of c beside the default.</summary>
    public static IReadOnlyList<double> Bonuses { get; } = [0.03, 0.1, 1, 3];
}

/// <summary>Part E: random linear MDPs with 2 to 32 actions.</summary>
public sealed class ActionStudy : RegretStudy
{
    /// <inheritdoc/>
    public override string Name => "actions";

    /// <inheritdoc/>
    public override string Title => "Linear critics: regret by the number of actions";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile)
    {
        (int[] actions, int states, int episodes, int seeds) = profile switch
        {
            Profile.Smoke => ([2], 20, 200, 2),
            Profile.Standard => (new[] { 2, 8, 32 }, 60, 2000, 5),
            _ => ([2, 8, 32, 128], 60, 20_000, 10),
        };
        return
        [
            .. from a in actions
               from method in (NoraOptions[])[Methods.Nora, Methods.RareLsvi, Methods.Noah, Methods.PlainActorCritic]
               select Cell(new LinearDomain(8, states, a, 5), method, episodes, seeds) with { Cost = 2 * a },
        ];
    }
}

/// <summary>Part F: the paper's own test of a critic, on finite classes: refutation.</summary>
public sealed class RefutationStudy : RegretStudy
{
    /// <inheritdoc/>
    public override string Name => "refutation";

    /// <inheritdoc/>
    public override string Title => "Version spaces: critics are kept until the data refute them";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<RegretSettings>> Cells(Profile profile)
    {
        (int[] arms, int episodes, int seeds) = profile switch
        {
            Profile.Smoke => ([2], 3000, 2),
            Profile.Standard => (new[] { 2, 4, 8, 16 }, 40_000, 5),
            _ => ([2, 4, 8, 16, 64, 160], 400_000, 10),
        };
        int shown = arms[^1] == 2 ? 2 : 8;
        return
        [
            .. from k in arms select Of(k, TwoStageClass.Complete),
            .. from kind in (TwoStageClass[])[TwoStageClass.RealizableOnly, TwoStageClass.WithoutBest] select Of(shown, kind),
        ];

        Cell<RegretSettings> Of(int k, TwoStageClass kind) =>
            Cell(new TwoStageDomain(k, kind), new VersionSpaceOptions { Episodes = episodes }, episodes, seeds) with { Cost = 5 };
    }
}
