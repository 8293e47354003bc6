using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>A language of the notebook as extensions of .NET Interactive see it: what they submit runs as a cell of it.</summary>
/// <param name="name">The language's name.</param>
/// <param name="run">Runs code of that language.</param>
internal sealed class SessionKernel(string name, Func<string, string, Task> run)
    : InteractiveKernel(name), IKernelCommandHandler<SubmitCode>
{
    Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context) => run(command.Code, Name);
}
