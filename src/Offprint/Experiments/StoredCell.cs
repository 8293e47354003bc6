using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Offprint.Files;
using Offprint.Tensors;

namespace Offprint.Experiments;

/// <summary>A finished cell, whatever its settings and results: it can be computed again, into memory.</summary>
/// <param name="key">What it is.</param>
/// <param name="provenance">Where its result comes from.</param>
/// <param name="tolerance">The experiment's tolerance between machines.</param>
public abstract class StoredCell(CellKey key, Provenance provenance, double? tolerance)
{
    /// <summary>What it is.</summary>
    public CellKey Key { get; } = key;

    /// <summary>Paper, experiment and cell, for people.</summary>
    public string Name => $"{Key.Paper}, {Key.Experiment}, {Key.Cell}";

    /// <summary>Where its result comes from.</summary>
    public Provenance Provenance { get; } = provenance;

    /// <summary>The largest relative difference to be expected on other machines; <see langword="null"/> if there is none.</summary>
    public double? Tolerance { get; } = tolerance;

    /// <summary>Computes the cell again, on this thread. Nothing is stored.</summary>
    /// <param name="artifacts">What cells share; inputs are not made, and what is the cell's own is made anew.</param>
    /// <param name="marks">Collects marks, and stops the cell early where it was told to.</param>
    /// <param name="report">Receives the share that is done, and a detail.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What was computed.</returns>
    /// <exception cref="MissingArtifactException">An input is not on this machine.</exception>
    internal abstract Recomputed Recompute(
        Artifacts artifacts, MarkLog marks, Action<double, string?>? report, CancellationToken cancellation);
}

/// <summary>A cell that was computed again.</summary>
/// <param name="Stored">The stored result without what was measured.</param>
/// <param name="Result">The new one; <see langword="null"/> if the cell was stopped at a mark.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Recomputed(JsonElement Stored, JsonElement? Result, double Seconds);

/// <inheritdoc/>
internal sealed class StoredCell<TSettings, TResult>(
    Experiment<TSettings, TResult> experiment, Cell<TSettings> cell, CellKey key, Stored<TResult> stored)
    : StoredCell(key, stored.Provenance, experiment.Tolerance)
{
    internal override Recomputed Recompute(
        Artifacts artifacts, MarkLog marks, Action<double, string?>? report, CancellationToken cancellation)
    {
        LibTorch.EnterWorker();
        string scratch = Path.Combine(Path.GetTempPath(), $"offprint-{Guid.NewGuid():N}");
        var clock = Stopwatch.StartNew();
        try
        {
            var context = new RunContext(cell.Seeds, artifacts.Frozen(scratch), report, cancellation) { Marks = marks };
            var result = experiment.Run(cell, context);
            return new(Comparable(stored.Result), Comparable(result), clock.Elapsed.TotalSeconds);
        }
        catch (MarksReachedException)
        {
            return new(Comparable(stored.Result), null, clock.Elapsed.TotalSeconds);
        }
        finally
        {
            if (Directory.Exists(scratch))
                Directory.Delete(scratch, recursive: true);
        }
    }

    private static JsonElement Comparable(TResult result) => JsonSerializer.SerializeToElement(result, ComparableJson.Options);
}

/// <summary>How results are written to be compared: without what was measured, and bytes as numbers.</summary>
internal static class ComparableJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(StoreJson.Options)
        {
            TypeInfoResolver = StoreJson.Options.TypeInfoResolver!.WithAddedModifier(LeaveOutMeasured),
        };
        options.Converters.Add(new BytesAsNumbers());
        return options;
    }

    private static void LeaveOutMeasured(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(MeasuredAttribute), inherit: true) == true)
                property.ShouldSerialize = static (_, _) => false;
        }
    }

    /// <summary>Pictures differ by a gray level where numbers differ in a last digit: as text they would differ altogether.</summary>
    private sealed class BytesAsNumbers : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Results are written to be compared, not to be read back.");

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (byte number in value)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
    }
}
