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
                LocomotionData.First(10_000)),
            Profile.Standard => (new A2prMethods(A2prWidths.Of(256, 256), view), Run(120_000, 256, 5000), LocomotionData.Budgeted()),
            _ => (new A2prMethods(A2prWidths.Of(256, 750), view), Run(1_000_000, 256, 5000), LocomotionData.Published()),
        };

        static TrialRun Run(int updates, int batch, int every) => new() { Updates = updates, BatchSize = batch, EvaluateEvery = every };
    }

    /// <summary>The seeds: three in the standard profile, whose networks of 256 units take an hour for each seed of A2PR.</summary>
    /// <param name="profile">The profile.</param>
    public static IEnumerable<int> Seeds(Profile profile) =>
        Enumerable.Range(1, profile switch { Profile.Smoke => 2, Profile.Standard => 3, _ => 5 });

    /// <summary>The data sets.</summary>
    public IReadOnlyList<LocomotionData> Data { get; }

    /// <summary>The data set of ablations and of the look at overestimation.</summary>
    public LocomotionData Ablation => Data.First(d => d.Name == LocomotionData.Decisive);

    public MethodColumn Td3Bc => new("TD3+BC", _ => _methods.Td3Bc());

    public MethodColumn Matched => Tuned("TD3+BC matched", d => _methods.Matched(d.Tuning));

    public MethodColumn A2pr => Tuned("A2PR", d => _methods.A2pr(d.Tuning));

    public MethodColumn Td3 => Tuned("TD3", d => _methods.Td3(d.Tuning));

    /// <summary>The methods of the main table, the most decisive first.</summary>
    public IReadOnlyList<MethodColumn> Main => [A2pr, Td3Bc, Matched];

    /// <summary>Whether TD3 without a constraint is trained, too.</summary>
    public bool HasTd3 => _profile == Profile.Paper;

    /// <summary>What only the paper's own configuration trains: TD3, cloning, and A2PR without one part at a time.</summary>
    private IEnumerable<MethodColumn> Further => !HasTd3 ? [] :
    [
        Td3, new("BC", _ => _methods.Cloning()),
        .. A2prMethods.Ablations.Keys.Select(label => Tuned(label, d => _methods.Without(label, d.Tuning))),
    ];

    /// <summary>The trials.</summary>
    public IEnumerable<Trial> Training()
    {
        if (_profile == Profile.Smoke)
            return [Of(Ablation, Td3Bc), Of(Ablation, A2pr)];
        return from data in Data
               from method in (MethodColumn[])[.. Main, .. data == Ablation ? Further : []]
               select Of(data, method);
    }

    /// <summary>The cost of a trial: models of actions are trained beside actor and critics.</summary>
    public static double Cost(Trial trial) => trial.Method.Agent switch { A2prOptions => 3, Td3BcOptions { ActorHidden.Count: > 2 } =>
        1.5, _ => 1 };

    private MethodColumn Tuned(string label, Func<LocomotionData, Method> method) =>
        new(label, data => method(Data.First(d => d.Name == data.Name)));

    private Trial Of(LocomotionData data, MethodColumn column)
    {
        Method method = column.Of(data.Data) with { Label = column.Label };
        IReadOnlyList<ProbeOptions> probes =
        [
            .. method.Agent is A2prOptions ? [new GuideProbeOptions()] : Array.Empty<ProbeOptions>(),
            .. method.Agent is Td3BcOptions ? [new OverestimationOptions(_profile == Profile.Smoke ? 1 : 10)]
                : Array.Empty<ProbeOptions>(),
        ];
        return new(data.Data, method, _run with { Probes = probes });
    }
}
