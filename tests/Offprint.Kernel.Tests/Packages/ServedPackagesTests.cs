using System.Net;
using System.Net.Sockets;
using System.Text;
using Offprint.Kernel.Language;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>Sources of packages on the network: one that answers, one that is not there, one that never answers.</summary>
public sealed class ServedPackagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpListener _server = new();
    private readonly string _address;
    private readonly TaskCompletionSource _never = new();

    public ServedPackagesTests()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        _server.Prefixes.Add(_address);
        _server.Start();
        _ = ServeAsync();
    }

    [Fact]
    public async Task What_a_source_serves_is_told()
    {
        ServedPackages served = Packages("index.json");
        Assert.Equal(["Offprint.Served", "Offprint.Servant"], await AskAsync(() => served.IdsAsync("offprint.serv", [])));
        Assert.Equal(["1.0.0", "2.0.0-beta.1"], await AskAsync(() => served.VersionsAsync("Offprint.Served", [])));
    }

    [Fact]
    public async Task A_source_that_a_cell_added_is_asked_too()
    {
        ServedPackages served = Packages();
        Assert.Empty(await served.IdsAsync("offprint.serv", []));
        Assert.Equal(["Offprint.Served", "Offprint.Servant"],
            await AskAsync(() => served.IdsAsync("offprint.serv", [_address + "index.json"])));
    }

    [Fact]
    public async Task Sources_that_fail_or_never_answer_keep_nobody_waiting()
    {
        ServedPackages served = Packages("index.json", "broken/index.json", "never/index.json");
        Assert.Equal(["Offprint.Served", "Offprint.Servant"],
            await AskAsync(() => served.IdsAsync("offprint.serv", ["http://127.0.0.1:1/index.json"])));
        Assert.False(_never.Task.IsCompleted);
    }

    public void Dispose()
    {
        _never.SetResult();
        _server.Close();
        _folder.Dispose();
    }

    /// <summary>Asks until there is an answer: on a busy machine the first ones may come too late.</summary>
    private static async Task<string[]> AskAsync(Func<Task<string[]>> ask)
    {
        for (int i = 0; i < 60; i++)
        {
            if (await ask() is { Length: > 0 } answer)
                return answer;
        }
        return [];
    }

    private ServedPackages Packages(params string[] sources)
    {
        File.WriteAllText(_folder.File("nuget.config"), $"<configuration><packageSources><clear/>"
            + string.Concat(sources.Select((s, i) => $"<add key=\"s{i}\" value=\"{_address}{s}\" allowInsecureConnections=\"true\"/>"))
            + "</packageSources></configuration>");
        return new ServedPackages(_folder.Path);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath;
        if (path.StartsWith("/never", StringComparison.Ordinal))
            await _never.Task;
        string? answer = path switch
        {
            "/index.json" => $$"""
                {"version": "3.0.0", "resources": [
                  {"@id": "{{_address}}complete", "@type": "SearchAutocompleteService/3.0.0-beta"},
                  {"@id": "{{_address}}flat/", "@type": "PackageBaseAddress/3.0.0"}]}
                """,
            "/complete" => """{"totalHits": 2, "data": ["Offprint.Served", "Offprint.Servant"]}""",
            "/flat/offprint.served/index.json" => """{"versions": ["1.0.0", "2.0.0-beta.1"]}""",
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer ?? ""));
        context.Response.Close();
    }
}
