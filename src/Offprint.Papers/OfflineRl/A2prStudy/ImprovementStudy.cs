using Offprint.Environments.Tabular;
using Offprint.Experiments;
using Offprint.Numerics;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Random discounted MDPs with random behavior.</summary>
/// <param name="States">The number of states.</param>
/// <param name="Actions">The number of actions.</param>
/// <param name="Branching">Successors of each pair.</param>
/// <param name="Discount">γ.</param>
public sealed record ImprovementSettings(int States, int Actions, int Branching, double Discount);

/// <summary>Values of behavior and of its good part.</summary>
/// <param name="Behavior">J(β), one an MDP.</param>
/// <param name="Restricted">J(β₊), one an MDP.</param>
public sealed record ImprovementResult(IReadOnlyList<double> Behavior, IReadOnlyList<double> Restricted);

/// <summary>The theorem that the method rests on, exactly: behavior restricted to actions of positive advantage is never worse.</summary>
public sealed class ImprovementStudy : Experiment<ImprovementSettings, ImprovementResult>
{
    /// <inheritdoc/>
    public override string Name => "improvement";

    /// <inheritdoc/>
    public override string Title => "Behavior restricted to actions of positive advantage";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<ImprovementSettings>> Cells(Profile profile) =>
        [new("garnet", new(10, 4, 3, 0.95), [.. Enumerable.Range(1, 100)])];

    /// <inheritdoc/>
    public override ImprovementResult Run(Cell<ImprovementSettings> cell, RunContext context)
    {
        ImprovementSettings settings = cell.Settings;
        List<double> behavior = [], restricted = [];
        foreach (Seed seed in context.Seeds)
        {
            TabularMdp mdp = TabularMdps.Garnet(settings.States, settings.Actions, settings.Branching, seed)
                .WithDiscount(settings.Discount);
            TabularPolicy policy = Behavior(mdp, seed.Derive("behavior").Stream());
            behavior.Add(PolicyEvaluation.Return(mdp, policy));
            restricted.Add(PolicyEvaluation.Return(mdp, Restricted(mdp, policy)));
        }
        return new(behavior, restricted);
    }

    /// <summary>β₊(a|s) ∝ β(a|s) 1[A_β(s, a) &gt; 0], and β where no action qualifies.</summary>
    /// <param name="mdp">The MDP.</param>
    /// <param name="policy">β.</param>
    /// <returns>β₊.</returns>
    internal static TabularPolicy Restricted(TabularMdp mdp, TabularPolicy policy)
    {
        PolicyValue value = PolicyEvaluation.Evaluate(mdp, policy);
        var kept = StateActionTable.FromFunction(mdp, (s, a) =>
            value.ActionValues[s, a] - value.Values[0][s] > 1e-12 ? policy.Probability(s, a) : 0); // rounding is no advantage
        for (int s = 0; s < mdp.States; s++)
        {
            Span<double> row = kept.Row(s);
            double sum = System.Numerics.Tensors.TensorPrimitives.Sum<double>(row);
            if (sum == 0)
                policy.Probabilities(s).CopyTo(row);
            else
                System.Numerics.Tensors.TensorPrimitives.Divide(row, sum, row);
        }
        return TabularPolicy.FromProbabilities(kept);
    }

    private static TabularPolicy Behavior(TabularMdp mdp, RandomStream random)
    {
        double[] concentrations = new double[mdp.Actions];
        Array.Fill(concentrations, 1);
        var table = new StateActionTable(mdp.States, mdp.Actions);
        for (int s = 0; s < mdp.States; s++)
            random.FillDirichlet(concentrations, table.Row(s));
        return TabularPolicy.FromProbabilities(table);
    }
}
