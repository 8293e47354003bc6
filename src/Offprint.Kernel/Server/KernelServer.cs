using System.Diagnostics;
using System.Runtime.InteropServices;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>The kernel's process from start to shutdown.</summary>
internal static class KernelServer
{
    /// <summary>The process that started the kernel, as Jupyter's clients say it; the kernel ends with it.</summary>
    public const string ParentVariable = "JPY_PARENT_PID";

    /// <exception cref="UserException">The connection file is unusable or a port is taken.</exception>
    public static async Task RunAsync(string connectionFile)
    {
        Task<NotebookSession> session = Task.Run(StartSessionAsync);
        ConnectionFile connection = ConnectionFile.Read(connectionFile);
        using CancellationTokenSource stop = new();
        using KernelSockets sockets = new(connection);
        CellExecutor executor = new(session);
        RequestDispatcher dispatcher = new(sockets);
        dispatcher.Add(new KernelInfoHandler());
        dispatcher.Add(new ExecuteHandler(executor, sockets, dispatcher.AbortQueued));
        dispatcher.Add(new InterruptHandler(executor));
        dispatcher.Add(new ShutdownHandler(stop.Cancel));
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
        Console.SetIn(TextReader.Null);
        sockets.Start(dispatcher.Receive);
        sockets.Publish(MessageType.Status, new() { ["execution_state"] = "starting" }, null);
        EndWithParent();
        await dispatcher.RunAsync(stop.Token).ConfigureAwait(false);
    }

    private static async Task<NotebookSession> StartSessionAsync()
    {
        NotebookSession session = new(Environment.CurrentDirectory);
        await session.WarmUpAsync().ConfigureAwait(false);
        return session;
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
