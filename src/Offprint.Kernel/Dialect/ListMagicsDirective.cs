using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect;

/// <summary><c>#!lsmagic</c>: lists the magics.</summary>
internal sealed class ListMagicsDirective(Func<MagicTable> magics) : IDirectiveHandler
{
    public string Name => "#!lsmagic";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        run.Scope.Display(new() { [MimeBundle.Text] = magics().Listing() });
        return Task.FromResult<Action?>(null);
    }
}
