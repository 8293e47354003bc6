using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>How much of everything a profile takes.</summary>
internal sealed record WsrlSizes
{
    /// <summary>The log's rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Units of a hidden layer.</summary>
    public required int Width { get; init; }

    /// <summary>Hidden layers of critics; actors have two.</summary>
    public required int Depth { get; init; }

    /// <summary>N, the critics of a seed.</summary>
    public required int Critics { get; init; }

    /// <summary>K of CQL, and the sampled next actions of which a target takes the best.</summary>
    public required int Actions { get; init; }

    /// <summary>B, the rows of one update.</summary>
    public required int Batch { get; init; }

    /// <summary>
    /// Updates before the switch. In <c>standard</c> as many as two trial seeds (11 and 12) needed to reach the goal: looked at after
    /// 2,500, 5,000, 7,500 and 10,000 updates of Cal-QL, before any fine-tuning.
    /// </summary>
    public required int Offline { get; init; }

    /// <summary>Steps after it.</summary>
    public required int Online { get; init; }

    /// <summary>K, the steps of the warm-up.</summary>
    public required int WarmUp { get; init; }

    /// <summary>Online steps between evaluations.</summary>
    public required int Every { get; init; }

    /// <summary>Episodes of an evaluation and seed.</summary>
    public required int Episodes { get; init; }

    /// <summary>Rows of each sample of <see cref="QProbe"/>.</summary>
    public int ProbeRows { get; init; } = 2048;

    /// <summary>
    /// Adam's rate for soft actors and temperatures. Default: the authors' 10⁻⁴; short trainings of small networks bear a higher one.
    /// </summary>
    public double ActorRate { get; init; } = 1e-4;

    /// <summary>
    /// Adam's rate for critics, multipliers, and all of IQL. Default: the authors' 3·10⁻⁴, higher where trainings are short.
    /// </summary>
    public double CriticRate { get; init; } = 3e-4;

    /// <summary>The sizes of a profile.</summary>
    public static WsrlSizes Of(Profile profile) => profile switch
    {
        Profile.Smoke => new()
        {
            Rows = 4000, Width = 32, Depth = 2, Critics = 3, Actions = 2, Batch = 64, Offline = 300, Online = 400, WarmUp = 100,
            Every = 200, Episodes = 2, ProbeRows = 256, ActorRate = 3e-4, CriticRate = 1e-3,
        },
        Profile.Paper => new()
        {
            Rows = 1_000_000, Width = 256, Depth = 4, Critics = 10, Actions = 10, Batch = 256, Offline = 1_000_000, Online = 300_000,
            WarmUp = 5000, Every = 20_000, Episodes = 20,
        },
        _ => new()
        {
            Rows = 50_000, Width = 64, Depth = 2, Critics = 3, Actions = 4, Batch = 64, Offline = 5000, Online = 4000, WarmUp = 500,
            Every = 200, Episodes = 10, ActorRate = 3e-4, CriticRate = 1e-3,
        },
    };
}
