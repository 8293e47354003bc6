namespace Offprint.Environments.Drawing;

/// <summary>An environment that can be drawn.</summary>
public interface IDrawableEnvironment : IEnvironment
{
    /// <summary>Simulated seconds between two steps.</summary>
    double SecondsPerStep { get; }

    /// <summary>Draws the present state.</summary>
    /// <returns>A scene of its own.</returns>
    Scene Draw();
}
