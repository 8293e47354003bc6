using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Offprint.Kernel.Tests.Clients;

/// <summary>A server of the classic Notebook on a free port of this machine.</summary>
internal sealed class NotebookServer : IDisposable
{
    private const string Token = "for-this-test";

    private readonly Process _process;

    private NotebookServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<NotebookServer> StartAsync(JupyterInstallation jupyter, string python)
    {
        int port = FreePort();
        List<string> arguments = ["-m", "notebook", "--no-browser", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0",
            $"--NotebookApp.token={Token}"];
        if (Environment.UserName == "root")
            arguments.Add("--allow-root");
        Process process = Process.Start(jupyter.Prepare(python, arguments))!;
        process.BeginOutputReadLine(); // thrown away, but a full pipe would stop the server
        process.BeginErrorReadLine();
        NotebookServer server = new(process, new Uri($"http://127.0.0.1:{port}/"));
        using HttpClient http = new();
        for (int i = 0; i < 300; i++)
        {
            try
            {
                if ((await http.GetAsync(server.Page("api/status"))).StatusCode == HttpStatusCode.OK)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }
            await Task.Delay(200);
        }
        server.Dispose();
        throw new TimeoutException("The notebook server did not start within a minute.");
    }

    public Uri Page(string path) => new(Address, $"{path}?token={Token}");

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
