using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offprint.Kernel.Messaging;

/// <summary>Where a kernel listens and the key that messages are signed with, as Jupyter clients write it.</summary>
internal sealed record ConnectionFile
{
    [JsonPropertyName("transport")] public string Transport { get; init; } = "tcp";
    [JsonPropertyName("ip")] public string Ip { get; init; } = "127.0.0.1";
    [JsonPropertyName("shell_port")] public int ShellPort { get; init; }
    [JsonPropertyName("control_port")] public int ControlPort { get; init; }
    [JsonPropertyName("iopub_port")] public int IopubPort { get; init; }
    [JsonPropertyName("stdin_port")] public int StdinPort { get; init; }
    [JsonPropertyName("hb_port")] public int HeartbeatPort { get; init; }
    [JsonPropertyName("signature_scheme")] public string SignatureScheme { get; init; } = "hmac-sha256";
    [JsonPropertyName("key")] public string Key { get; init; } = "";

    /// <summary>Five ports that are free now and a fresh key.</summary>
    public static ConnectionFile Create()
    {
        int[] ports = FreePorts(5);
        return new ConnectionFile
        {
            ShellPort = ports[0], ControlPort = ports[1], IopubPort = ports[2], StdinPort = ports[3], HeartbeatPort = ports[4],
            Key = Guid.NewGuid().ToString(),
        };
    }

    /// <exception cref="UserException">The file is missing, is not a connection file, or asks for what this kernel does not do.</exception>
    public static ConnectionFile Read(string path)
    {
        ConnectionFile connection;
        try
        {
            connection = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllBytes(path))
                ?? throw new UserException($"The connection file {path} is empty.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The connection file {path} cannot be read: {e.Message}", e);
        }
        if (connection.Transport != "tcp" || !IPAddress.TryParse(connection.Ip, out IPAddress? address) || !IPAddress.IsLoopback(address))
            throw new UserException($"The kernel listens on TCP loopback addresses only, not on {connection.Transport}://{connection.Ip}.");
        if (connection.Key.Length > 0 && connection.SignatureScheme != "hmac-sha256")
            throw new UserException($"The kernel signs with hmac-sha256, not {connection.SignatureScheme}.");
        return connection;
    }

    /// <summary>Writes the file so that only this user can read the key.</summary>
    public void Write(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream stream = new(path, options);
        JsonSerializer.Serialize(stream, this);
    }

    public string Address(int port) => $"tcp://{Ip}:{port}";

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return ports;
    }
}
