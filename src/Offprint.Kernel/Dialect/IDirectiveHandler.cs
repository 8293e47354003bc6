namespace Offprint.Kernel.Dialect;

/// <summary>Carries out one directive.</summary>
internal interface IDirectiveHandler
{
    /// <summary>With its mark, as <see cref="CellDirective.Name"/>.</summary>
    string Name { get; }

    /// <summary>Acts before the segment's code runs; what it returns is called after.</summary>
    Task<Action?> ApplyAsync(CellDirective directive, CellRun run);
}
