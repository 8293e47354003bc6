namespace Offprint.Kernel.Dialect.Sharing;

/// <summary>A language that takes values from others.</summary>
internal interface IVariableTarget
{
    /// <summary>Declares a variable.</summary>
    /// <exception cref="UserException">The language cannot hold this value, or the name is none of its names.</exception>
    Task SetAsync(string name, SharedValue value, CellRun run);
}
