using Offprint.Agents.Collection;
using Offprint.Agents.Offline;
using Offprint.Agents.Probes;
using Offprint.Datasets.Transitions;
using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineRl.A2prStudy;

/// <summary>Part B as lists of trials: which methods learn from which data, and how long, under a profile.</summary>
internal sealed class A2prTrials
{
    /// <summary>Evaluations that a final score is the mean of.</summary>
    public const int Window = 5;

    /// <summary>The seed of the selection, which no other result uses.</summary>
    public const int SelectionSeed = 100;

    private readonly Profile _profile;
    private readonly A2prMethods _methods;
    private readonly TrialRun _run;

    public A2prTrials(Profile profile)
    {
        _profile = profile;
        var view = new ViewRecipe(TimeLimitRule.Drop) { Observations = new(VarianceDivisor.Count, 1e-3) };
        (_methods, _run, Data) = profile switch
        {
            Profile.Smoke => (new A2prMethods(A2prWidths.Of(32, 32), view, 1e-3, 0.02), Run(500, 64, 250) with { Episodes = 2 },
                LocomotionData.Small(10_000)),
            Profile.Standard => (new A2prMethods(A2prWidths.Of(64, 128), view), Run(15_000, 128, 1000), LocomotionData.Small(100_000)),
            _ => (new A2prMethods(A2prWidths.Of(256, 750), view), Run(1_000_000, 256, 5000), LocomotionData.Published()),
        };

        static TrialRun Run(int updates, int batch, int every) => new() { Updates = updates, BatchSize = batch, EvaluateEvery = every };
    }

    /// <summary>The values of w₂ that the selection tries.</summary>
    public static IReadOnlyList<double> Weights { get; } = [0.4, 1, 2];

    /// <summary>The data sets.</summary>
    public IReadOnlyList<LocomotionData> Data { get; }

    /// <summary>The data sets of which a weight was chosen.</summary>
    public IEnumerable<LocomotionData> Hoppers => Data.Where(d => d.ChosenWeight is not null);

    /// <summary>The data set of ablations and of the look at overestimation.</summary>
    public LocomotionData Ablation =>
        Data.First(d => d.Data is RegeneratedLog { Recipe: { Level: DatasetLevel.MediumReplay, Training.Task: "hopper" } });

    public MethodColumn Cloning => new("BC", _ => _methods.Cloning());

    public MethodColumn Td3Bc => new("TD3+BC", _ => _methods.Td3Bc());

    public MethodColumn Matched => Tuned("TD3+BC matched", d => _methods.Matched(d.Tuning));

    public MethodColumn A2pr => Tuned("A2PR", d => _methods.A2pr(d.Tuning));

    public MethodColumn Td3 => Tuned("TD3", d => _methods.Td3(d.Tuning));

    /// <summary>TD3+BC matched with the chosen weight; the authors' in profiles of other lengths than the selection's.</summary>
    public MethodColumn ChosenMatched => Tuned("TD3+BC matched, chosen w₂", d => _methods.Matched(Short(d)));

    public MethodColumn ChosenA2pr => Tuned("A2PR, chosen w₂", d => _methods.A2pr(Short(d)));

    public IReadOnlyList<MethodColumn> Ablations => [.. ((string[])[A2prMethods.Wpc, "model of all actions", "guide from the prior"])
        .Select(label => Tuned(label, d => _methods.Without(label, d.Tuning)))];

    /// <summary>The methods of the main table.</summary>
    public IReadOnlyList<MethodColumn> Main => [Cloning, Td3Bc, Matched, A2pr, ChosenMatched, ChosenA2pr];

    /// <summary>The columns of the selection's table.</summary>
    public IReadOnlyList<MethodColumn> Candidates =>
        [.. Weights.Select(w => Tuned($"w₂ = {w}", d => _methods.A2pr(d.Tuning with { ConstraintWeight = w })))];

    /// <summary>The trials of the main comparison.</summary>
    public IEnumerable<Trial> Training()
    {
        if (_profile == Profile.Smoke)
            return [Of(Ablation, Td3Bc), Of(Ablation, A2pr)];
        return from data in Data
               from method in (MethodColumn[])[.. Main, .. data == Ablation ? [.. Ablations, Td3] : Array.Empty<MethodColumn>()]
               group Of(data, method) by (data.Name, method.Of(data.Data)) into same // the chosen weight may be the authors'
               select same.First();
    }

    /// <summary>
    /// The trials that choose the constraint's weight for short trainings of Hopper; the authors' weights are for 10⁶ updates.
    /// </summary>
    public IEnumerable<Trial> Selection() =>
        _profile != Profile.Standard ? [] : from data in Hoppers from candidate in Candidates
            select Of(data, candidate, probed: data == Ablation);

    /// <summary>The cost of a trial: models of actions are trained beside actor and critics.</summary>
    public static double Cost(Trial trial) => trial.Method.Agent switch { A2prOptions => 3, Td3BcOptions { ActorHidden.Count: > 2 } =>
        1.5, _ => 1 };

    private MethodColumn Tuned(string label, Func<LocomotionData, Method> method) =>
        new(label, data => method(Data.First(d => d.Name == data.Name)));

    private A2prTuning Short(LocomotionData data) => _profile == Profile.Standard ? data.Chosen : data.Tuning;

    private Trial Of(LocomotionData data, MethodColumn column) => Of(data, column, _profile == Profile.Smoke ||
        (data == Ablation && ((MethodColumn[])[Td3Bc, A2pr, ChosenA2pr, Td3]).Any(probed => probed.Label == column.Label)));

    private Trial Of(LocomotionData data, MethodColumn column, bool probed)
    {
        Method method = column.Of(data.Data) with { Label = column.Label };
        IReadOnlyList<ProbeOptions> probes =
        [
            .. method.Agent is A2prOptions ? [new GuideProbeOptions()] : Array.Empty<ProbeOptions>(),
            .. probed ? [new OverestimationOptions(_profile switch { Profile.Smoke => 1, Profile.Standard => 5, _ => 10 })]
                : Array.Empty<ProbeOptions>(),
        ];
        return new(data.Data, method, _run with { Probes = probes });
    }
}
