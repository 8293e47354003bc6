using System.Security.Cryptography;
using Offprint.Environments.MuJoCo;

namespace Offprint.Agents.Collection;

/// <summary>An evaluation of a training.</summary>
/// <param name="Step">Steps of the training so far.</param>
/// <param name="Return">The mean return of its deterministic episodes.</param>
public sealed record Evaluation(int Step, double Return);

/// <summary>What a training of a behavior gave.</summary>
/// <param name="Evaluations">All evaluations: its learning curve.</param>
/// <param name="RandomReturn">The mean return of 100 episodes of the untrained policy, which samples its actions: the zero of
/// scores.</param>
/// <param name="ExpertReturn">The mean return of 100 deterministic episodes of the expert: the 100 of scores.</param>
/// <param name="MediumStep">The first evaluation that reaches a third of the way between the two.</param>
/// <param name="ExpertStep">The evaluation with the largest return.</param>
public sealed record BehaviorSummary(
    IReadOnlyList<Evaluation> Evaluations, double RandomReturn, double ExpertReturn, int MediumStep, int ExpertStep)
{
    /// <summary>The MuJoCo that simulated; another one gives other trajectories.</summary>
    public string Mujoco { get; init; } = "";

    /// <summary>SHA-256 of the files beside the summary, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The MuJoCo of this machine.</summary>
    internal static string LoadedMujoco => MujocoLayout.Name(MujocoLibrary.Loaded.Version);

    internal static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>A file beside the summary, which must be the one that the summary knows.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It is another one.</exception>
    internal string Checked(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!Files.TryGetValue(name, out string? known))
            throw new FileNotFoundException($"'{folder}' keeps no {name}: {KeptOnly(name)}", path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' does not come with the project, only what its data sets need: to make it, train " +
                "again by `offprint collect` with other settings, or copy the folder from where it was trained.", path);
        }
        return HashOf(path) == known
            ? path
            : throw new InvalidDataException(
                $"'{path}' is not what the training beside it gave: it was changed or damaged. Restore it, or delete the folder to train " +
                "again.");
    }

    private string KeptOnly(string name) =>
        $"of its checkpoints those at steps 0, {MediumStep} and {ExpertStep} are kept ({name} is none).";
}
