namespace Offprint.Environments;

/// <summary>An environment that a log writes down more of than it observes, such as the exact state of its simulation.</summary>
public interface ILoggedEnvironment : IEnvironment
{
    /// <summary>Names and widths of the further columns of a log, for example <c>infos/qpos</c>.</summary>
    IReadOnlyList<(string Name, int Width)> InfoColumns { get; }

    /// <summary>Writes down the state at hand: in a log it stands beside the observation of the same moment.</summary>
    /// <param name="info">Receives the columns' numbers one after another.</param>
    void WriteInfo(Span<float> info);
}
