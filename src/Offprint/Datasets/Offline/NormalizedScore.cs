namespace Offprint.Datasets.Offline;

/// <summary>D4RL's score: 100 (R − R_random) / (R_expert − R_random), so that 0 is a random policy and 100 an expert.</summary>
public sealed record NormalizedScore
{
    // Fu et al. 2020, and D4RL's infos.py for the constants.
    private static readonly Dictionary<string, (double Random, double Expert)> s_d4rl = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hopper"] = (-20.272305, 3234.3),
        ["halfcheetah"] = (-280.178953, 12135.0),
        ["walker2d"] = (1.629008, 4592.3),
        ["ant"] = (-325.6, 3879.7),
        ["antmaze"] = (0, 1),
        ["maze2d-umaze"] = (23.85, 161.86),
        ["maze2d-medium"] = (13.13, 277.39),
        ["maze2d-large"] = (6.7, 273.99),
    };

    /// <summary>Takes two returns.</summary>
    /// <param name="randomReturn">The mean return of a random policy.</param>
    /// <param name="expertReturn">The mean return of an expert.</param>
    /// <exception cref="ArgumentException">They are equal or not finite.</exception>
    public NormalizedScore(double randomReturn, double expertReturn)
    {
        if (!double.IsFinite(expertReturn - randomReturn) || expertReturn == randomReturn)
            throw new ArgumentException(
                $"A score needs two different returns, not {randomReturn} of a random policy and {expertReturn} of an expert.");
        (RandomReturn, ExpertReturn) = (randomReturn, expertReturn);
    }

    /// <summary>The return that scores 0.</summary>
    public double RandomReturn { get; }

    /// <summary>The return that scores 100.</summary>
    public double ExpertReturn { get; }

    /// <summary>D4RL's own constants, for its environments alone: our simulators give other returns.</summary>
    /// <param name="environment">For example <c>hopper</c> or <c>maze2d-large</c>.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">There are no constants for it.</exception>
    public static NormalizedScore D4rl(string environment) => s_d4rl.TryGetValue(environment, out var returns)
        ? new(returns.Random, returns.Expert)
        : throw new ArgumentException($"D4RL has no constants for '{environment}'. It has some for: {string.Join(", ", s_d4rl.Keys)}.",
            nameof(environment));

    /// <summary>D4RL's own constants, where it has some.</summary>
    /// <param name="environment">For example <c>hopper</c>.</param>
    /// <returns>The score, or <see langword="null"/>.</returns>
    internal static NormalizedScore? TryD4rl(string environment) => s_d4rl.ContainsKey(environment) ? D4rl(environment) : null;

    /// <summary>The constants that a data set carries.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">It carries none.</exception>
    public static NormalizedScore Of(OfflineDataset data) => data is { RandomReturn: { } random, ExpertReturn: { } expert }
        ? new(random, expert)
        : throw new ArgumentException($"'{data.Name}' does not say what a random policy and an expert return: set both when it is made.",
            nameof(data));

    /// <summary>The score of a return.</summary>
    /// <param name="value">The return.</param>
    /// <returns>The score; it may lie below 0 and above 100.</returns>
    public double Score(double value) => 100 * (value - RandomReturn) / (ExpertReturn - RandomReturn);
}
