using System.Text.Json;
using Offprint.Files;

namespace Offprint.Experiments;

/// <summary>Names a cell's result by everything that decides it.</summary>
/// <param name="Paper">The paper's slug.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Cell">The cell's short name.</param>
/// <param name="Version">The experiment's version: raised when its code changes what it computes.</param>
/// <param name="Settings">The settings, as JSON.</param>
/// <param name="Seeds">The seeds.</param>
public sealed record CellKey(string Paper, string Experiment, string Cell, int Version, JsonElement Settings, IReadOnlyList<int> Seeds)
{
    /// <summary>
    /// The version of the network kernels behind the result; <see langword="null"/> where no multilayer perceptron is trained.
    /// </summary>
    public int? NetworkNumerics { get; init; }

    /// <summary>
    /// Twelve hexadecimal digits of the SHA-256 of version, settings, seeds and, where one counts, the network kernels' version.
    /// </summary>
    public string Digest
    {
        get
        {
            string networks = NetworkNumerics is { } numerics ? $"|networks {numerics}" : "";
            return StoreJson.Hash($"{Version}|{JsonSerializer.Serialize(Settings)}|{string.Join(',', Seeds)}{networks}")[..12];
        }
    }

    /// <summary>Names the result of a cell.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <param name="paper">The paper's slug.</param>
    /// <param name="experiment">The experiment's name.</param>
    /// <param name="version">The experiment's version.</param>
    /// <param name="cell">The cell.</param>
    /// <returns>The key.</returns>
    public static CellKey Of<TSettings>(string paper, string experiment, int version, Cell<TSettings> cell) =>
        new(paper, experiment, cell.Key, version, JsonSerializer.SerializeToElement(cell.Settings, StoreJson.Options), cell.Seeds);
}
