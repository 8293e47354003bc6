namespace Offprint.Kernel.Tests.Clients;

/// <summary>Jupyter's own suite for kernels (jupyter_kernel_test), which holds each message against the protocol's definition.</summary>
public sealed class JupyterKernelTestTests
{
    // Of what the suite has only the pager is not there: the protocol keeps it for IPython's sake and asks kernels not to use it.
    private static readonly string[] s_passing =
    [
        "test_clear_output", "test_completion", "test_display_data", "test_error", "test_execute_result", "test_execute_stderr",
        "test_execute_stdout", "test_history", "test_inspect", "test_is_complete", "test_kernel_info",
    ];

    [Fact]
    public void The_suite_is_green()
    {
        using JupyterInstallation jupyter = new();
        string python = jupyter.PythonWith("jupyter_kernel_test", "python3-jupyter-kernel-test");
        string output = jupyter.Run(python, Path.Combine(AppContext.BaseDirectory, "Clients", "jupyter_kernel_test_suite.py")).Output;
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_passing.Select(name => $"{name} ok").Append("test_pager skipped").Order(StringComparer.Ordinal),
            lines.Where(l => l.StartsWith("test_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
