using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offprint.Kernel.Notebooks;

/// <summary>Whether JSON has the notebook format's shape, asked once when a file is read: all else may then rely on it.</summary>
internal static class NotebookShape
{
    // What else a file holds only passes through, half a character included: its escape is written as it was read.
    private static readonly string[] s_read = ["cell_type", "metadata", "source", "attachments"];

    /// <exception cref="UserException">It has not; the message names the file and the place.</exception>
    public static void Check(JsonObject notebook, string name)
    {
        Walk(notebook["metadata"], name);
        Expect<JsonObject>(notebook["metadata"], "an object", name);
        CheckLanguage(notebook["metadata"] as JsonObject, name);
        foreach (JsonNode? node in (JsonArray)notebook["cells"]!)
        {
            JsonObject cell = node!.AsObject();
            foreach (string field in s_read)
                Walk(cell[field], name);
            ExpectText(cell["cell_type"], name);
            Expect<JsonObject>(cell["metadata"], "an object", name);
            ExpectLines(cell["source"], name);
            Expect<JsonArray>(cell["outputs"], "a list", name);
            foreach (JsonNode? output in cell["outputs"] as JsonArray ?? [])
                CheckOutput(output, name);
            foreach (JsonNode? tag in cell["metadata"]?["tags"] as JsonArray ?? [])
                ExpectText(tag, name);
        }
    }

    /// <summary>The default language that a notebook's metadata names, in either of .NET Interactive's two forms.</summary>
    public static void CheckLanguage(JsonObject? metadata, string name)
    {
        foreach ((string section, string field) in new[] { ("polyglot_notebook", "kernelInfo"), ("dotnet_interactive", "") })
        {
            JsonNode? info = metadata?[section];
            Expect<JsonObject>(info, "an object", name);
            info = field.Length > 0 ? info?[field] : info;
            Expect<JsonObject>(info, "an object", name);
            ExpectText(info?["defaultKernelName"], name);
            ExpectText(info?["language"], name);
        }
    }

    /// <summary>Reads all of it: names that stand twice and halves of surrogate pairs are found when they are looked at only.</summary>
    /// <param name="node">Any JSON.</param>
    /// <param name="name">The file.</param>
    /// <param name="isRead">Whether its text is used, and not only its structure.</param>
    /// <exception cref="UserException">There is such a thing; the message names the file and the place.</exception>
    public static void Walk(JsonNode? node, string name, bool isRead = true)
    {
        try
        {
            switch (node)
            {
                case JsonObject members:
                    foreach ((_, JsonNode? value) in members)
                        Walk(value, name, isRead);
                    break;
                case JsonArray items:
                    foreach (JsonNode? item in items)
                        Walk(item, name, isRead);
                    break;
                case JsonValue value when isRead && value.GetValueKind() == JsonValueKind.String:
                    _ = value.GetValue<string>();
                    break;
            }
        }
        catch (ArgumentException e)
        {
            throw new UserException($"{name} does not follow the notebook format: {node!.GetPath()} has a name twice. {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new UserException($"{name} does not follow the notebook format: {node!.GetPath()} has half of a character in it.", e);
        }
    }

    private static void CheckOutput(JsonNode? node, string name)
    {
        if (node is not JsonObject output)
            throw new UserException($"{name} does not follow the notebook format: one of its outputs is not an object.");
        ExpectText(output["output_type"], name);
        Expect<JsonObject>(output["data"], "an object", name);
        ExpectLines(output["text"], name);
    }

    private static void ExpectLines(JsonNode? node, string name)
    {
        if (node is not JsonArray lines)
        {
            ExpectText(node, name);
            return;
        }
        foreach (JsonNode? line in lines)
            ExpectText(line, name);
    }

    private static void ExpectText(JsonNode? node, string name)
    {
        if (node is not null && node.GetValueKind() != JsonValueKind.String)
            throw Wrong(node, "text", name);
    }

    private static void Expect<T>(JsonNode? node, string what, string name)
        where T : JsonNode
    {
        if (node is not null and not T)
            throw Wrong(node, what, name);
    }

    private static UserException Wrong(JsonNode node, string what, string name) =>
        new($"{name} does not follow the notebook format: {node.GetPath()} is not {what}.");
}
