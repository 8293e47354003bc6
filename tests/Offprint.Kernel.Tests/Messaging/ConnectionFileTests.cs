using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Tests.Messaging;

public class ConnectionFileTests
{
    [Fact]
    public void A_connection_file_reads_back_and_is_private()
    {
        using TemporaryFolder folder = new();
        ConnectionFile connection = ConnectionFile.Create();
        connection.Write(folder.File("c.json"));
        Assert.Equal(connection, ConnectionFile.Read(folder.File("c.json")));
        Assert.Equal(5, new[] { connection.ShellPort, connection.ControlPort, connection.IopubPort, connection.StdinPort,
            connection.HeartbeatPort }.Distinct().Count());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("c.json")));
    }

    [Theory]
    [InlineData("{\"ip\": \"0.0.0.0\", \"transport\": \"tcp\"}", "loopback")]
    [InlineData("{\"ip\": \"192.168.1.1\"}", "loopback")]
    [InlineData("{\"transport\": \"ipc\"}", "loopback")]
    [InlineData("{\"key\": \"k\", \"signature_scheme\": \"hmac-md5\"}", "hmac-sha256")]
    [InlineData("{", "cannot be read")]
    public void What_the_kernel_does_not_do_is_refused(string text, string reason)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("c.json"), text);
        Assert.Contains(reason, Assert.Throws<UserException>(() => ConnectionFile.Read(folder.File("c.json"))).Message,
            StringComparison.Ordinal);
    }
}
