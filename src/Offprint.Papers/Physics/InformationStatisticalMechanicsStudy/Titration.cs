using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Activities at which the channel is filled.</summary>
/// <param name="Sites">Its sites.</param>
/// <param name="Activities">c of K⁺ and of Na⁺ alike.</param>
public sealed record TitrationSettings(int Sites, IReadOnlyList<double> Activities);

/// <summary>The channel in a bath.</summary>
/// <param name="Activity">c.</param>
/// <param name="Potassium">⟨n_K⟩.</param>
/// <param name="Sodium">⟨n_Na⟩.</param>
/// <param name="Variance">Var n_K.</param>
/// <param name="Covariance">Cov(n_K, n_Na).</param>
/// <param name="PotassiumSlope">d⟨n_K⟩/d ln c_K by differences.</param>
/// <param name="SodiumSlope">d⟨n_Na⟩/d ln c_K by differences.</param>
public sealed record TitrationPoint(
    double Activity, double Potassium, double Sodium, double Variance, double Covariance, double PotassiumSlope, double SodiumSlope);

/// <summary>The titration curve.</summary>
/// <param name="Points">One an activity.</param>
public sealed record TitrationResult(IReadOnlyList<TitrationPoint> Points);

/// <summary>Part C: filling the channel; equilibrium fluctuation–response identities.</summary>
public sealed class Titration : Experiment<TitrationSettings, TitrationResult>
{
    /// <inheritdoc/>
    public override string Name => "titration";

    /// <inheritdoc/>
    public override string Title => "Titration, selectivity and equilibrium response";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<TitrationSettings>> Cells(Profile profile) =>
        [new("equal-activities", new(profile == Profile.Paper ? 6 : 4,
            [.. Enumerable.Range(0, 25).Select(i => Channels.Stored(Math.Pow(10, -4 + i / 4.0)))]), [])];

    /// <inheritdoc/>
    public override TitrationResult Run(Cell<TitrationSettings> cell, RunContext context)
    {
        var model = ChannelModel.Potassium(sites: cell.Settings.Sites);
        double[] potassium = model.Observable(x => model.Count(x, 0)), sodium = model.Observable(x => model.Count(x, 1));
        return new([.. cell.Settings.Activities.Select(c =>
        {
            double Mean(double logPotassium, double[] f) => model.Equilibrium([Math.Exp(logPotassium), c]).Select((p, x) => p * f[x]).Sum();
            double at = Math.Log(c), k = Mean(at, potassium), na = Mean(at, sodium);
            return new TitrationPoint(c, k, na,
                Mean(at, [.. potassium.Select(n => (n - k) * (n - k))]), Mean(at, [.. potassium.Zip(sodium, (n, m) => (n - k) * (m - na))]),
                Channels.Derivative(l => Mean(l, potassium), at, 0.01), Channels.Derivative(l => Mean(l, sodium), at, 0.01));
        })]);
    }
}
