namespace Offprint.Environments;

/// <summary>An environment whose state can be read and set, for planning, for model-based work and for checking learned models.</summary>
public interface IStatefulEnvironment : IEnvironment
{
    /// <summary>Numbers of a saved state.</summary>
    int StateSize { get; }

    /// <summary>
    /// Saves everything that the rest of the episode depends on, the step count included. The random stream is not part of it:
    /// a stateful environment draws random numbers only when it starts an episode.
    /// </summary>
    /// <param name="state">[<see cref="StateSize"/>]; receives the state.</param>
    void Save(Span<double> state);

    /// <summary>Returns to a saved state, of this environment or of another one of the same kind and options.</summary>
    /// <param name="state">[<see cref="StateSize"/>], from <see cref="Save"/>; the steps that follow give the same bits.</param>
    void Restore(ReadOnlySpan<double> state);
}
