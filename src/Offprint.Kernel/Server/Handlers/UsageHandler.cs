using System.Diagnostics;
using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server.Handlers;

/// <summary>Says what the kernel uses of the machine, in the fields that ipykernel has and editors show.</summary>
internal sealed class UsageHandler : IRequestHandler
{
    private readonly Lock _lock = new();
    private TimeSpan _processor = Environment.CpuUsage.TotalTime;
    private long _asked = Stopwatch.GetTimestamp();

    public string RequestType => MessageType.UsageRequest;

    public Task<JsonObject?> HandleAsync(Message request)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return Task.FromResult<JsonObject?>(new()
        {
            ["status"] = "ok", ["hostname"] = Environment.MachineName, ["pid"] = Environment.ProcessId,
                ["cpu_count"] = Environment.ProcessorCount,
            ["kernel_cpu"] = ProcessorShare(), ["kernel_memory"] = Environment.WorkingSet,
            ["host_virtual_memory"] = new JsonObject
            {
                ["total"] = memory.TotalAvailableMemoryBytes, ["available"] =
                    Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes),
                ["percent"] = Math.Round(100.0 * memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes, 1),
            },
        });
    }

    /// <summary>Percent of one processor since the last time, as top counts it.</summary>
    private double ProcessorShare()
    {
        lock (_lock)
        {
            (TimeSpan before, _processor) = (_processor, Environment.CpuUsage.TotalTime);
            (long since, _asked) = (_asked, Stopwatch.GetTimestamp());
            return Math.Round(100 * ((_processor - before) / Stopwatch.GetElapsedTime(since, _asked)), 1);
        }
    }
}
