namespace Offprint.Kernel.Tests.Clients;

/// <summary>The installed kernel as Python's jupyter_client uses it, and with it every Jupyter front end.</summary>
public sealed class JupyterClientTests(JupyterClientTests.Run run) : IClassFixture<JupyterClientTests.Run>
{
    [Theory]
    [InlineData("execute")]
    [InlineData("streams")]
    [InlineData("flood")]
    [InlineData("display_and_update")]
    [InlineData("error")]
    [InlineData("complete")]
    [InlineData("inspect")]
    [InlineData("is_complete")]
    [InlineData("history")]
    [InlineData("asked")]
    [InlineData("interrupt")]
    [InlineData("interrupt_signal")]
    [InlineData("restart")]
    [InlineData("shutdown")]
    public void A_scenario_goes_well(string scenario)
    {
        string[] lines = run.Lines();
        Assert.True(lines.Contains($"{scenario} ok"), lines.FirstOrDefault(l => l.StartsWith(scenario + " ", StringComparison.Ordinal))
            ?? string.Join('\n', lines));
    }

    /// <summary>One run of all scenarios, in one kernel, for the tests to look at.</summary>
    public sealed class Run : IDisposable
    {
        private readonly JupyterInstallation _jupyter = new();
        private string[]? _lines;

        public string[] Lines()
        {
            string python = _jupyter.PythonWith("jupyter_client", "python3-jupyter-client");
            return _lines ??= _jupyter.Run(python, Path.Combine(AppContext.BaseDirectory, "Clients",
                "jupyter_client_scenarios.py")).Output.Split('\n');
        }

        public void Dispose() => _jupyter.Dispose();
    }
}
