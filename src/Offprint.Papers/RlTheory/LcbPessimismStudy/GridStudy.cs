using System.Text.Json.Serialization;
using Offprint.Agents.Tabular;
using Offprint.Agents.Tabular.Planning;
using Offprint.Environments.Tabular;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.LcbPessimismStudy;

/// <summary>A grid world with data of a careless expert.</summary>
/// <param name="Size">Rows and columns.</param>
/// <param name="Slip">The probability of another move than the chosen one.</param>
/// <param name="Discount">γ.</param>
/// <param name="Exploration">e: the behavior is the optimal policy with probability 1 − e, else uniform.</param>
/// <param name="Methods">The methods.</param>
/// <param name="Counts">Numbers of rows N.</param>
/// <param name="Repetitions">Data sets of each size.</param>
public sealed record GridSettings(
    int Size, double Slip, double Discount, double Exploration, IReadOnlyList<TabularMethod> Methods, IReadOnlyList<int> Counts,
    int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of($"e{Exploration}");

    /// <summary>The grid: start at the top left, a goal that pays 1 a step at the bottom right.</summary>
    /// <returns>A discounted MDP.</returns>
    public TabularMdp Mdp()
    {
        string[] rows = [.. Enumerable.Range(0, Size).Select(row =>
            new string([.. Enumerable.Range(0, Size).Select(column =>
                (row + column) switch { 0 => 'S', var sum when sum == 2 * Size - 2 => 'G', _ => '.' })]))];
        return TabularMdps.Grid(new GridMap(rows), Slip).WithDiscount(Discount);
    }

    /// <summary>The behavior's discounted occupancy, from which rows are drawn.</summary>
    /// <param name="mdp">The grid.</param>
    /// <param name="cStar">Receives C* of an optimal policy.</param>
    /// <returns>μ.</returns>
    public StateActionTable Law(TabularMdp mdp, out double cStar)
    {
        TabularPolicy expert = ValueIteration.Solve(mdp).Policy;
        StateActionTable law = Occupancy.Of(mdp, expert.Mix(TabularPolicy.Uniform(mdp), Exploration));
        cStar = Concentrability.SinglePolicy(Occupancy.Of(mdp, expert), law);
        return law;
    }
}

/// <summary>A grid world: the expert's carelessness as a dial for C*.</summary>
public sealed class GridStudy : Experiment<GridSettings, MdpResult>
{
    /// <inheritdoc/>
    public override string Name => "grid-world";

    /// <inheritdoc/>
    public override string Title => "Grid world: data of a careless expert";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<GridSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        double[] exploration = smoke ? [0, 0.5] : [0, 0.01, 0.1, 0.5, 0.8, 0.9, 1];
        int[] counts = smoke ? [1000, 10_000] : [300, 1000, 3000, 10_000, 30_000, 100_000];
        TabularMethod[] methods = [ViLcb.Scaled(0.03), ViLcb.Scaled(0.1), ViLcb.Scaled(1),
            new ViLcb(new PessimismOptions { Scale = 0.1, Penalty = PenaltyKind.Bernstein }), new CertaintyEquivalence(), new Cloning()];
        return [.. exploration.Select(e => Cell.Of(new GridSettings(8, 0.1, 0.95, e, methods, counts, smoke ? 3 : 200), [1], cost: 3))];
    }

    /// <inheritdoc/>
    public override MdpResult Run(Cell<GridSettings> cell, RunContext context)
    {
        GridSettings settings = cell.Settings;
        TabularMdp mdp = settings.Mdp();
        var problem = new OfflineProblem(mdp, settings.Law(mdp, out double cStar));
        return new(LossSummary.Rounded(cStar), LossSummary.Rounded(problem.OptimalValue), [.. settings.Counts.SelectMany((count, i) =>
        {
            context.Report(i, settings.Counts.Count, $"N = {count}");
            return MdpTrials.Run(_ => problem, count, settings.Methods, settings.Repetitions, context.Seeds[0].Derive((ulong)count),
                context);
        })]);
    }
}
