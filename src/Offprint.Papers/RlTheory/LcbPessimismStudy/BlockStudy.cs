using System.Text.Json.Serialization;
using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>The block MDP at one concentrability.</summary>
/// <param name="CStar">C*.</param>
/// <param name="Blocks">K, the number of decision states.</param>
/// <param name="Actions">A.</param>
/// <param name="Gap">Δ; where <paramref name="GapScale"/> is positive, the greatest Δ.</param>
/// <param name="GapScale">κ: Δ = κ √(K C*/N), the gap that N rows can barely tell; 0 for a fixed gap.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record BlockSettings(
    double CStar, int Blocks, int Actions, double Gap, double GapScale, IReadOnlyList<TabularMethod> Methods, IReadOnlyList<int> Counts,
    int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"c{CStar}", GapScale > 0 ? $"k{GapScale}" : null);

    /// <summary>The gap at a number of rows.</summary>
    /// <param name="count">N.</param>
    /// <returns>Δ.</returns>
    public double GapAt(int count) => GapScale > 0 ? Math.Min(Gap, GapScale * Math.Sqrt(Blocks * CStar / count)) : Gap;

    /// <summary>
    /// Draws which action is the best of each decision state, so that no default is right by chance, and makes the law of data.
    /// </summary>
    /// <param name="count">N.</param>
    /// <param name="seed">The seed of the labels.</param>
    /// <returns>The MDP and μ, of concentrability C*.</returns>
    internal OfflineProblem Draw(int count, Seed seed)
    {
        RandomStream random = seed.Stream();
        int[] best = [.. Enumerable.Range(0, Blocks).Select(_ => random.NextInt(Actions))];
        TabularMdp mdp = TabularMdps.Block(best, Actions, GapAt(count));
        StateActionTable occupancy = Occupancy.Of(mdp, TabularPolicy.Deterministic([.. best, 0, 0], Actions));
        var others = from s in Enumerable.Range(0, Blocks) from a in Enumerable.Range(0, Actions) where a != best[s] select (s, a);
        return new(mdp, Concentrability.DataLaw(occupancy, CStar, others));
    }
}

/// <summary>The block MDP: certainty equivalence is misled by rare actions, imitation by their number; pessimism by neither.</summary>
public sealed class BlockStudy : Experiment<BlockSettings, MdpResult>
{
    /// <summary>Penalty scales c of the ablation.</summary>
    public static IReadOnlyList<double> Scales { get; } = [0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>
    /// VI-LCB at c = 0.1 with a part of the data a sweep, without the monotone update, with Bernstein's penalty, and with a constant L.
    /// </summary>
    public static IReadOnlyList<ViLcb> Variants { get; } =
    [
        new(new PessimismOptions { Scale = 0.1, Split = true }), new(new PessimismOptions { Scale = 0.1, Monotone = false }),
        new(new PessimismOptions { Scale = 0.1, Penalty = PenaltyKind.Bernstein }),
        new(new PessimismOptions { Scale = 0.1, LogTerm = 0.5 }),
    ];

    /// <inheritdoc/>
    public override string Name => "block-mdp";

    /// <inheritdoc/>
    public override string Title => "Block MDP: pessimism, certainty equivalence and imitation";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BlockSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] coefficients = smoke ? [1.2, 4] : [1, 1.05, 1.2, 2, 4, 8];
        int[] counts = smoke ? [100, 1000, 3000] : [100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000];
        TabularMethod[] methods =
        [
            .. Scales.Select(ViLcb.Scaled), new CertaintyEquivalence(), new Cloning(), .. Variants, ViLcb.PaperConstants,
        ];
        return [.. coefficients.Select(c => Cell.Of(new BlockSettings(c, 10, 20, 0.4, 0, methods, counts, smoke ? 5 : 200), [1]))];
    }

    /// <inheritdoc/>
    public override MdpResult Run(Cell<BlockSettings> cell, RunContext context) => RunBlock(cell.Settings, context);

    internal static MdpResult RunBlock(BlockSettings settings, RunContext context)
    {
        TabularMdp nominal = TabularMdps.Block(new int[settings.Blocks], settings.Actions, settings.Gap);
        double optimal = ValueIteration.Solve(nominal).Return(nominal.Initial);
        return new(settings.CStar, LossSummary.Rounded(optimal), [.. settings.Counts.SelectMany((count, i) =>
        {
            context.Report(i, settings.Counts.Count, $"N = {count}");
            return MdpTrials.Run(seed => settings.Draw(count, seed), count, settings.Methods, settings.Repetitions,
                context.Seeds[0].Derive((ulong)count), context);
        })]);
    }
}

/// <summary>Two-action block MDPs whose gap shrinks with N: the rate of VI-LCB where the problem stays hard.</summary>
public sealed class BlockRates : Experiment<BlockSettings, MdpResult>
{
    /// <inheritdoc/>
    public override string Name => "block-rates";

    /// <inheritdoc/>
    public override string Title => "Block MDP with gaps that shrink: the rate of VI-LCB";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<BlockSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] coefficients = smoke ? [2] : [1.25, 2, 4], scales = smoke ? [2] : [1, 2, 3, 4];
        int[] counts = smoke ? [1000, 10_000] : [1000, 3162, 10_000, 31_623, 100_000, 316_228];
        return
        [
            .. from c in coefficients from k in scales
               select Cell.Of(new BlockSettings(c, 10, 2, 0.9, k, [ViLcb.Scaled(0.1), new Cloning()], counts, smoke ? 5 : 200), [1]),
        ];
    }

    /// <inheritdoc/>
    public override MdpResult Run(Cell<BlockSettings> cell, RunContext context) => BlockStudy.RunBlock(cell.Settings, context);
}
