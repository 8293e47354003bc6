using System.Text.Json;
using System.Text.Json.Nodes;
using Offprint.Kernel.Messaging;
using Offprint.Kernel.Notebooks;

namespace Offprint.Kernel.Running;

/// <summary>Turns a kernel's messages into a cell's outputs as the notebook format stores them.</summary>
/// <param name="displays">The run's displays by identifier: a later cell may update them.</param>
/// <param name="gate">Held while outputs change.</param>
internal sealed class OutputCollector(Dictionary<string, List<JsonObject>> displays, Lock gate)
{
    private readonly JsonArray _outputs = [];
    private bool _clearAtNext;

    /// <summary>Makes these a cell's outputs: what comes from now on is in the notebook.</summary>
    public void MoveTo(NotebookCell cell)
    {
        lock (gate)
            cell.Outputs = _outputs;
    }

    public void Add(Message message)
    {
        lock (gate)
            AddLocked(message.Type, message.Content);
    }

    public void AddError(string name, string value, IEnumerable<string> traceback)
    {
        lock (gate)
        {
            Append(new()
            {
                ["ename"] = name, ["evalue"] = value, ["output_type"] = "error",
                ["traceback"] = new JsonArray([.. traceback.Select(l => (JsonNode)l)]),
            });
        }
    }

    /// <summary>Removes the error of a kind, which a better one replaces.</summary>
    public void RemoveError(string name)
    {
        lock (gate)
        {
            if (_outputs.LastOrDefault() is JsonObject last && (string?)last["ename"] == name)
                _outputs.RemoveAt(_outputs.Count - 1);
        }
    }

    private void AddLocked(string type, JsonObject content)
    {
        switch (type)
        {
            case MessageType.Stream:
                AddText((string)content["name"]!, (string)content["text"]!);
                break;
            case MessageType.DisplayData:
                Append(Register(new() { ["data"] = Data(content), ["metadata"] = Copy(content["metadata"]), ["output_type"] = type },
                    content));
                break;
            case MessageType.ExecuteResult:
                Append(new()
                {
                    ["data"] = Data(content), ["execution_count"] = (int?)content["execution_count"],
                    ["metadata"] = Copy(content["metadata"]), ["output_type"] = type,
                });
                break;
            case MessageType.UpdateDisplayData:
                foreach (JsonObject shown in displays.GetValueOrDefault(DisplayId(content) ?? "") ?? [])
                    (shown["data"], shown["metadata"]) = (Data(content), Copy(content["metadata"]));
                break;
            case MessageType.Error:
                AddError((string)content["ename"]!, (string)content["evalue"]!, content["traceback"]!.AsArray().Select(l => (string)l!));
                break;
            case MessageType.ClearOutput when (bool?)content["wait"] == true:
                _clearAtNext = true;
                break;
            case MessageType.ClearOutput:
                _outputs.Clear();
                break;
        }
    }

    private void AddText(string name, string text)
    {
        ClearIfDue();
        if (_outputs.LastOrDefault() is JsonObject last && (string?)last["name"] == name)
            MultilineText.Append(last["text"]!.AsArray(), text);
        else
            _outputs.Add((JsonNode)new JsonObject { ["name"] = name, ["output_type"] = "stream", ["text"] = MultilineText.Write(text) });
    }

    private void Append(JsonObject output)
    {
        ClearIfDue();
        _outputs.Add((JsonNode)output);
    }

    private void ClearIfDue()
    {
        if (_clearAtNext)
            _outputs.Clear();
        _clearAtNext = false;
    }

    private JsonObject Register(JsonObject output, JsonObject content)
    {
        if (DisplayId(content) is not { } id)
            return output;
        if (!displays.TryGetValue(id, out List<JsonObject>? shown))
            displays[id] = shown = [];
        shown.Add(output);
        return output;
    }

    private static string? DisplayId(JsonObject content) => (string?)content["transient"]?["display_id"];

    private static JsonNode Copy(JsonNode? node) => node?.DeepClone() ?? new JsonObject();

    /// <summary>Text is stored as lines; JSON and binary data in base 64 as they are.</summary>
    private static JsonObject Data(JsonObject content)
    {
        JsonObject data = [];
        foreach ((string mime, JsonNode? value) in content["data"]!.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            bool isText = value?.GetValueKind() == JsonValueKind.String
                && (!mime.StartsWith("image/", StringComparison.Ordinal) || mime == "image/svg+xml");
            data[mime] = isText ? MultilineText.Write((string)value!) : value?.DeepClone();
        }
        return data;
    }
}
