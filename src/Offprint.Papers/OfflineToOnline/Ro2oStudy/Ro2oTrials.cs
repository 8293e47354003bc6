using Offprint.Experiments;
using Offprint.Trials;

namespace Offprint.Papers.OfflineToOnline.Ro2oStudy;

/// <summary>The trainings of a profile as lists of trials.</summary>
internal sealed class Ro2oTrials
{
    /// <summary>The share of the offline updates that ablations get.</summary>
    public const double AblationShare = 0.5;

    private readonly Profile _profile;
    private readonly Ro2oSizes _sizes;

    public Ro2oTrials(Profile profile)
    {
        (_profile, _sizes) = (profile, Ro2oSizes.Of(profile));
        Methods = new(_sizes);
    }

    public Ro2oMethods Methods { get; }

    /// <summary>Offline, the switch, online.</summary>
    public IEnumerable<Trial> Online() => Methods.All.Where(Included).Select(method => Online(_sizes, method));

    /// <summary>The same in a maze.</summary>
    public static IEnumerable<Trial> Maze(Profile profile)
    {
        Ro2oSizes sizes = Ro2oSizes.Maze(profile);
        return new MazeMethods(sizes).All.Select(method => Online(sizes, method));
    }

    /// <summary>Offline alone, with and without each part, and then under noise on observations.</summary>
    public IEnumerable<Trial> Ablations()
    {
        int updates = (int)(AblationShare * _sizes.Updates);
        return Methods.Ablations(AblationShare).Select(method => new Trial(_sizes.Data, method, new()
        {
            Updates = updates, BatchSize = _sizes.BatchSize, EvaluateEvery = updates / 3, Episodes = _sizes.Episodes,
            Probes = [new SmoothnessProbeOptions(), new NoiseProbeOptions([0, 0.025, 0.05, 0.1], _sizes.Episodes)],
        }));
    }

    private static Trial Online(Ro2oSizes sizes, Method method) => new(sizes.Data, method, new()
    {
        Updates = 0, OnlineSteps = sizes.Steps, BatchSize = sizes.BatchSize, EvaluateEvery = sizes.Steps / (2 * sizes.Evaluations),
        Episodes = sizes.Episodes, Probes = [new SmoothnessProbeOptions()],
    });

    /// <summary>EDAC's second derivatives make it the dearest rival, beyond the budget of <c>standard</c>; no claim asks for it.</summary>
    private bool Included(Method method) => _profile != Profile.Standard || method.Label != Ro2oMethods.Edac;
}
