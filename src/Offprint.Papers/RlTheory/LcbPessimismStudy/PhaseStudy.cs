using System.Text.Json.Serialization;
using Offprint.Agents.Bandits;
using Offprint.Environments.Bandits;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>Contexts with an expert's action, a decoy that careless loggers like, and rare actions.</summary>
/// <param name="Contexts">S, equally likely.</param>
/// <param name="Actions">A.</param>
/// <param name="CStar">C*: the expert's action has the share 1/C* of the rows of each context.</param>
/// <param name="DecoyShare">The share of the other rows that one decoy takes; rare actions divide what is left.</param>
/// <param name="Means">Mean rewards of the expert's action, the decoy and rare actions.</param>
/// <param name="Methods">The rules.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record PhaseSettings(
    int Contexts, int Actions, double CStar, double DecoyShare, IReadOnlyList<double> Means,
    IReadOnlyList<BanditRuleOptions> Methods, IReadOnlyList<int> Counts, int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"c{CStar}");


    /// <summary>The bandit: action 0 is the expert's, action 1 the decoy.</summary>
    /// <returns>An instance of concentrability C*.</returns>
    public BanditInstance Bandit()
    {
        double[] law = new double[Contexts];
        double[,] means = new double[Contexts, Actions], data = new double[Contexts, Actions];
        double rest = 1 - 1 / CStar;
        for (int x = 0; x < Contexts; x++)
        {
            law[x] = 1.0 / Contexts;
            for (int a = 0; a < Actions; a++)
            {
                means[x, a] = Means[Math.Min(a, 2)];
                data[x, a] = law[x] * (a == 0 ? 1 / CStar : rest * (a == 1 ? DecoyShare : (1 - DecoyShare) / (Actions - 2)));
            }
        }
        return new(law, means, data) { Name = $"decoys, C* = {CStar}" };
    }
}

/// <summary>Who wins where: imitation near expert data, the empirical best with much data, LCB never far behind.</summary>
public sealed class PhaseStudy : Experiment<PhaseSettings, LossTable>
{
    /// <summary>The rules compared.</summary>
    public static IReadOnlyList<BanditRuleOptions> Methods { get; } = [BanditTrials.Lcb, BanditTrials.Empirical, BanditTrials.MostPlayed];

    /// <inheritdoc/>
    public override string Name => "phase-diagram";

    /// <inheritdoc/>
    public override string Title => "Which rule is best at which C* and N";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<PhaseSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] coefficients = smoke ? [1.25, 4] : [1, 1.1, 1.25, 1.5, 2, 3, 5, 10];
        int[] counts = smoke ? [100, 1000] : [30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];
        return [.. coefficients.Select(c =>
            Cell.Of(new PhaseSettings(10, 10, c, 0.9, [0.6, 0.4, 0.2], Methods, counts, smoke ? 50 : 500), [1]))];
    }

    /// <inheritdoc/>
    public override LossTable Run(Cell<PhaseSettings> cell, RunContext context)
    {
        PhaseSettings settings = cell.Settings;
        BanditInstance bandit = settings.Bandit();
        return new([.. settings.Counts.SelectMany((count, i) =>
        {
            context.Report(i, settings.Counts.Count, $"N = {count}");
            return BanditTrials.Run(bandit, count, settings.Methods, settings.Repetitions, context.Seeds[0].Derive((ulong)count),
                randomTies: true, context);
        })]);
    }
}
