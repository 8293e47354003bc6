using Offprint.Kernel.Cells;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>Asks the client that sent a cell, if it said that it takes questions.</summary>
internal sealed class CellInput(InputRequests inputs, Message request, bool isAllowed) : ICellInput
{
    public string Ask(string prompt, bool password, CancellationToken cancellation) => isAllowed
        ? inputs.Ask(request, prompt, password, cancellation)
        : throw new InvalidOperationException(
            "The cell asks for input, but whoever runs this notebook does not take questions (allow_stdin is false). "
            + "Put the value into a variable, or run the cell in a notebook's page.");
}
