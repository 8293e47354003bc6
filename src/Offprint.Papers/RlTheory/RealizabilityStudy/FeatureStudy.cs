using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Offprint.Environments.Tabular;
using Offprint.Estimators.OffPolicy;
using Offprint.Experiments;

namespace Offprint.Papers.RlTheory.RealizabilityStudy;

/// <summary>RiverSwim with radial features.</summary>
/// <param name="States">The river's length.</param>
/// <param name="Discount">γ.</param>
/// <param name="Right">The probability of swimming right.</param>
/// <param name="Centers">Radial functions an action; Q^π is one feature more, so that the class stays realizable.</param>
/// <param name="Methods">The estimators.</param>
/// <param name="Rows">n.</param>
/// <param name="Repetitions">Data sets.</param>
public sealed record FeatureSettings(
    [property: Range(2, 200)] int States, [property: Range(0.01, 0.999)] double Discount, [property: Range(0, 1)] double Right,
    [property: Range(1, 100)] int Centers, IReadOnlyList<LinearMethod> Methods, [property: Range(1, 100_000_000)] int Rows,
    int Repetitions) : ICellSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Key => KeyText.Of("centers", Centers);


    /// <summary>The instance: data of all pairs alike, value asked from the first state.</summary>
    /// <returns>Problem and features, 2 · centers + 1 of them.</returns>
    public LinearInstance Instance()
    {
        TabularMdp mdp = TabularMdps.RiverSwim(States).WithDiscount(Discount);
        double right = Right;
        var policy = TabularPolicy.FromProbabilities(StateActionTable.FromFunction(mdp, (_, a) => a == 1 ? right : 1 - right));
        double[] start = new double[States];
        start[0] = 1;
        var problem = new PolicyEvaluationProblem(mdp, policy, StateActionTable.FromFunction(mdp, (_, _) => 0.5 / mdp.States), start);
        var features = new double[problem.Pairs, 2 * Centers + 1];
        double width = (double)States / Centers, norm = problem.Norm(problem.QPi);
        for (int z = 0; z < problem.Pairs; z++)
        {
            (int s, int a) = Math.DivRem(z, 2);
            features[z, 0] = problem.QPi[z] / norm;
            for (int j = 0; j < Centers; j++)
                features[z, 1 + a * Centers + j] = Math.Exp(-0.5 * Math.Pow((s - (j + 0.5) * width + 0.5) / width, 2));
        }
        return new(problem, new LinearClass(features));
    }
}

/// <summary>Family F: a class that grows around Q^π.</summary>
public sealed class FeatureStudy : Experiment<FeatureSettings, LinearErrors>
{
    /// <inheritdoc/>
    public override string Name => "features";

    /// <inheritdoc/>
    public override string Title => "RiverSwim with more and more radial features";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<FeatureSettings>> Cells(Profile profile)
    {
        bool smoke = profile == Profile.Smoke;
        return [.. (smoke ? new[] { 2, 4 } : [1, 2, 4, 8, 12]).Select(k => Cell.Of(
            new FeatureSettings(20, 0.9, 0.8, k, [new(new Lstd()), new(new FittedEvaluation())], 20_000, smoke ? 10 : 50), [1]))];
    }

    /// <inheritdoc/>
    public override LinearErrors Run(Cell<FeatureSettings> cell, RunContext context) =>
        LinearTrials.Run(cell.Settings.Instance(), cell.Settings.Methods, cell.Settings.Rows, cell.Settings.Repetitions,
            context.Seeds[0].Derive(cell.Key), context);
}
