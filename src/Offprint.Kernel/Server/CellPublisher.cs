using System.Text.Json.Nodes;
using Offprint.Kernel.Cells;
using Offprint.Kernel.Messaging;

namespace Offprint.Kernel.Server;

/// <summary>Publishes one execution's outputs on iopub, as children of its request.</summary>
internal sealed class CellPublisher(KernelSockets sockets, Message request, bool silent) : ICellOutput
{
    /// <summary>Whether the client asked for no outputs.</summary>
    public bool IsSilent => silent;

    public void Stream(string name, string text) => Publish(MessageType.Stream, new() { ["name"] = name, ["text"] = text });

    public void Display(JsonObject bundle, string? displayId, bool update)
    {
        JsonObject content = new() { ["data"] = bundle, ["metadata"] = new JsonObject(), ["transient"] = new JsonObject() };
        if (displayId is not null)
            content["transient"]!["display_id"] = displayId;
        Publish(update ? MessageType.UpdateDisplayData : MessageType.DisplayData, content);
    }

    public void Clear(bool wait) => Publish(MessageType.ClearOutput, new() { ["wait"] = wait });

    public void Result(JsonObject bundle, int executionCount) => Publish(
        MessageType.ExecuteResult, new() { ["data"] = bundle, ["metadata"] = new JsonObject(), ["execution_count"] = executionCount });

    public void Error(CellError error) => Publish(MessageType.Error, error.ToContent());

    private void Publish(string type, JsonObject content)
    {
        if (!silent)
            sockets.Publish(type, content, request);
    }
}
