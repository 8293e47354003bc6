using Offprint.Kernel.Cells;

namespace Offprint.Kernel.Dialect.Directives;

/// <summary><c>#!lsmagic</c>: lists the magics.</summary>
internal sealed class ListMagicsDirective(Func<MagicTable> magics) : IDirectiveHandler
{
    public string Name => "#!lsmagic";

    public string Help => "#!lsmagic: lists the magics";

    public Task<Action?> ApplyAsync(CellDirective directive, CellRun run)
    {
        run.Scope.Display(new() { [MimeBundle.Text] = magics().Help() });
        return Task.FromResult<Action?>(null);
    }
}
