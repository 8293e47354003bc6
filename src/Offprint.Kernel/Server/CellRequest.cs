namespace Offprint.Kernel.Server;

/// <summary>A cell to run.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Language">Its language, where the notebook names one.</param>
/// <param name="Name">What it is called in stack traces.</param>
/// <param name="Expressions">Expressions whose values the client wants after it, by names of the client's choice.</param>
internal sealed record CellRequest(string Code, string? Language, string Name, IReadOnlyDictionary<string, string> Expressions);
