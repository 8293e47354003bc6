namespace Offprint.Kernel.Dialect;

/// <summary>Carries out one directive.</summary>
internal interface IDirectiveHandler
{
    /// <summary>With its mark, as <see cref="CellDirective.Name"/>.</summary>
    string Name { get; }

    /// <summary>How it is written and what it does, in a line.</summary>
    string Help { get; }

    /// <summary>Acts before the segment's code runs; what it returns is called when the cell has ended well.</summary>
    Task<Action?> ApplyAsync(CellDirective directive, CellRun run);
}
