namespace Offprint.Experiments;

/// <summary>Settings that name their cell, so that there is no name to invent and none to forget when a setting changes.</summary>
public interface ICellSettings
{
    /// <summary>The cell's short name, unique in a profile's cells of the experiment; made by <see cref="KeyText.Of"/> and not
    /// stored (<c>[JsonIgnore]</c>).</summary>
    string Key { get; }
}

/// <summary>Makes cells.</summary>
public static class Cell
{
    /// <summary>A cell that its settings name.</summary>
    /// <typeparam name="TSettings">The settings' type.</typeparam>
    /// <param name="settings">What to compute.</param>
    /// <param name="seeds">The seeds to compute it with.</param>
    /// <param name="cost">The expected work relative to other cells.</param>
    /// <returns>The cell.</returns>
    public static Cell<TSettings> Of<TSettings>(TSettings settings, IReadOnlyList<int> seeds, double cost = 1)
        where TSettings : ICellSettings => new(settings.Key, settings, seeds) { Cost = cost };
}
