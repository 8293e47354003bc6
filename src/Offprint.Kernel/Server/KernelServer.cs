using System.Diagnostics;
using System.Runtime.InteropServices;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Language;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Server.Handlers;

namespace Offprint.Kernel.Server;

/// <summary>The kernel's process from start to shutdown.</summary>
internal static class KernelServer
{
    /// <summary>The process that started the kernel, as Jupyter's clients say it; the kernel ends with it.</summary>
    public const string ParentVariable = "JPY_PARENT_PID";

    private static readonly TimeSpan s_idleBeforeWarmUp = TimeSpan.FromSeconds(2);

    /// <exception cref="UserException">The connection file is unusable or a port is taken.</exception>
    public static async Task RunAsync(string connectionFile)
    {
        CellCulture.Separate();
        Task<NotebookSession> session = Task.Run(StartSessionAsync);
        ConnectionFile connection = ConnectionFile.Read(connectionFile);
        using CancellationTokenSource stop = new();
        using KernelSockets sockets = new(connection);
        CellExecutor executor = new(session);
        RequestDispatcher dispatcher = new(sockets);
        InputRequests inputs = new(sockets);
        LanguageService language = new(session);
        SessionHistory history = new();
        IRequestHandler[] handlers =
        [
            new KernelInfoHandler(), new ExecuteHandler(executor, sockets, inputs, history, dispatcher.AbortQueued),
            new CompleteHandler(language), new InspectHandler(language), new IsCompleteHandler(language), new HistoryHandler(history),
            new CommInfoHandler(), new CommOpenHandler(sockets), new ClosedCommHandler(MessageType.CommMessage),
            new ClosedCommHandler(MessageType.CommClose), new DebugHandler(), new ConnectHandler(connection), new UsageHandler(),
                new InterruptHandler(executor), new ShutdownHandler(stop.Cancel),
        ];
        Array.ForEach(handlers, dispatcher.Add);
        // Environment.Exit in a cell: what it printed before still goes out.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            CellScope.Current?.Flush();
            sockets.Flush();
        };
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            executor.Interrupt();
        });
        CellConsole.Install();
        NativeOutput.Install();
        BackgroundFaults.Watch();
        sockets.Start((message, channel) =>
        {
            if (channel == RequestChannel.Stdin)
                inputs.Receive(message);
            else
                dispatcher.Receive(message, channel);
        });
        sockets.Publish(MessageType.Status, new() { ["execution_state"] = "starting" }, null);
        EndWithParent();
        _ = WarmUpAsync(executor, language);
        await dispatcher.RunAsync(stop.Token).ConfigureAwait(false);
    }

    private static async Task<NotebookSession> StartSessionAsync()
    {
        NotebookSession session = new(Environment.CurrentDirectory);
        await session.WarmUpAsync().ConfigureAwait(false);
        return session;
    }

    /// <summary>
    /// Makes the editing features ready once the first cell is done or nothing has run for a while, so as not to delay that cell.
    /// </summary>
    private static async Task WarmUpAsync(CellExecutor executor, LanguageService language)
    {
        await Task.WhenAny(executor.FirstCell, Task.Delay(s_idleBeforeWarmUp)).ConfigureAwait(false);
        try
        {
            await language.WarmUpAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Diagnostics.Log($"The editing features could not be made ready: {e}");
        }
    }

    /// <summary>A kernel whose client was killed would otherwise stay for ever.</summary>
    private static void EndWithParent()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(ParentVariable), out int id) || id <= 1)
            return;
        try
        {
            Process parent = Process.GetProcessById(id);
            parent.EnableRaisingEvents = true;
            parent.Exited += (_, _) => Environment.Exit(0);
        }
        catch (ArgumentException)
        {
            Environment.Exit(0); // gone already
        }
    }
}
