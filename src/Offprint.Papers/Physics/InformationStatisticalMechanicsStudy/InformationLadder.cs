using Offprint.Experiments;
using Offprint.Physics.StatisticalMechanics;
using Offprint.Statistics;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>The channel whose law is built up.</summary>
/// <param name="Sites">Its sites.</param>
/// <param name="Potassium">The bath's activity of K⁺.</param>
/// <param name="Sodium">The bath's activity of Na⁺.</param>
public sealed record LadderSettings(int Sites, double Potassium, double Sodium);

/// <summary>A rung: the law of least information with some means known.</summary>
/// <param name="Added">What was added to the rung below.</param>
/// <param name="Multipliers">λ, one a constraint.</param>
/// <param name="Entropy">In nats.</param>
/// <param name="Gain">D of this law from the rung below.</param>
/// <param name="Remaining">D of the exact law from this one.</param>
/// <param name="Numbers">P(N), N = 0 … sites.</param>
/// <param name="Occupancy">P(site holds K⁺).</param>
/// <param name="Contact">P(some two neighboring sites both hold K⁺).</param>
public sealed record LadderRung(
    string Added, IReadOnlyList<double> Multipliers, double Entropy, double Gain, double Remaining, IReadOnlyList<double> Numbers,
    IReadOnlyList<double> Occupancy, double Contact);

/// <summary>All rungs.</summary>
/// <param name="Rungs">From the list of states to the exact law.</param>
/// <param name="Expected">The multipliers of the exact law: (−ln c_K, −ln c_Na, 1, 1).</param>
/// <param name="Total">D of the exact law from the uniform one.</param>
/// <param name="WrongPrior">P(N) of the rung with the mean number known, had one counted numbers of ions instead of states.</param>
public sealed record LadderResult(IReadOnlyList<LadderRung> Rungs, IReadOnlyList<double> Expected, double Total,
    IReadOnlyList<double> WrongPrior);

/// <summary>Part A: the law of an ion channel from more and more information.</summary>
public sealed class InformationLadder : Experiment<LadderSettings, LadderResult>
{
    /// <inheritdoc/>
    public override string Name => "information-ladder";

    /// <inheritdoc/>
    public override string Title => "An ion channel's law from successively added information";

    /// <inheritdoc/>
    public override IReadOnlyList<Cell<LadderSettings>> Cells(Profile profile) =>
        [new("ladder", new LadderSettings(profile == Profile.Paper ? 6 : 4, 0.1, 0.1), [])];

    /// <inheritdoc/>
    public override LadderResult Run(Cell<LadderSettings> cell, RunContext context)
    {
        var settings = cell.Settings;
        var model = ChannelModel.Potassium(sites: settings.Sites);
        double[] exact = model.Equilibrium([settings.Potassium, settings.Sodium]).ToArray();
        double[] potassium = model.Observable(x => model.Count(x, 0)), sodium = model.Observable(x => model.Count(x, 1));
        double[] number = model.Observable(x => model.Count(x)), binding = model.Observable(model.BindingEnergy),
            pairs = model.Observable(model.PairEnergy);
        (string Added, double[][] Features)[] levels =
        [
            ("list of states", []), ("mean number of ions", [number]), ("K⁺ and Na⁺ apart", [potassium, sodium]),
            ("mean binding energy", [potassium, sodium, binding]), ("mean pair energy", [potassium, sodium, binding, pairs]),
        ];
        double[] below = model.Observable(_ => 1.0 / model.States);
        double total = Information.KullbackLeibler(exact, below);
        var rungs = new List<LadderRung>();
        foreach (var (added, features) in levels)
        {
            var solution = Solve(model, new double[model.States], features, exact);
            double[] p = solution.Probabilities;
            rungs.Add(new LadderRung(added, solution.Multipliers, solution.Entropy, Information.KullbackLeibler(p, below),
                Information.KullbackLeibler(exact, p),
                Numbers(model, p), [.. Enumerable.Range(0, model.Sites).Select(i => Share(model, p, x => model.Occupant(x, i) == 0))],
                Share(model, p, x => HasContact(model, x))));
            below = p;
        }
        // Counting numbers of ions alike gives each state the prior 1/(states with its number): claim (ii) is that this is another problem.
        double[] multiplicity = [.. Enumerable.Range(0, model.Sites + 1)
            .Select(n => (double)Enumerable.Range(0, model.States).Count(x => model.Count(x) == n))];
        var wrong = Solve(model, model.Observable(x => -Math.Log(multiplicity[model.Count(x)])), [number], exact);
        return new LadderResult(rungs, [-Math.Log(settings.Potassium), -Math.Log(settings.Sodium), 1, 1], total,
            Numbers(model, wrong.Probabilities));
    }

    private static MaximumEntropySolution Solve(ChannelModel model, double[] logPrior, double[][] features, double[] exact) =>
        features.Length == 0
        ? new MaximumEntropySolution([], model.Observable(_ => 1.0 / model.States), Math.Log(model.States), Math.Log(model.States), 0,
            MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(1, 1), 0)
        : MaximumEntropy.Solve(new MaximumEntropyProblem(logPrior, features,
            [.. features.Select(f => f.Zip(exact, (value, p) => value * p).Sum())]));

    private static double[] Numbers(ChannelModel model, double[] p) =>
        [.. Enumerable.Range(0, model.Sites + 1).Select(n => Share(model, p, x => model.Count(x) == n))];

    private static double Share(ChannelModel model, double[] p, Func<int, bool> event_) =>
        Enumerable.Range(0, model.States).Where(event_).Sum(x => p[x]);

    private static bool HasContact(ChannelModel model, int x) =>
        Enumerable.Range(0, model.Sites - 1).Any(i => model.Occupant(x, i) == 0 && model.Occupant(x, i + 1) == 0);
}
