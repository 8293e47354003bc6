using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Offprint.Files;

/// <summary>
/// Writes values of an abstract record with the <see cref="KindAttribute">kind</see> of their own type first, and reads them back.
/// </summary>
internal sealed class KindConverter : JsonConverterFactory
{
    private const string Kind = "kind";

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeToConvert is { IsAbstract: true, IsClass: true } && IsRecord(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    // The compiler gives every record a method of this name, and nothing else.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string NameOf(Type type) => type.GetCustomAttribute<KindAttribute>()?.Name ?? throw new JsonException(
        $"{type.Name} has no short name under which it could be stored: put [Kind(\"…\")] on it.");

    private sealed class Of<TBase> : JsonConverter<TBase>
        where TBase : class
    {
        // Kinds found once: results hold thousands of such values, and a look through all assemblies takes a millisecond.
        private static readonly ConcurrentDictionary<string, Type> s_found = new(StringComparer.Ordinal);

        public override TBase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (JsonNode.Parse(ref reader) is not JsonObject value || value[Kind]?.GetValue<string>() is not { } kind)
                throw new JsonException($"A {typeof(TBase).Name} is written as an object with a \"{Kind}\".");
            value.Remove(Kind);
            return (TBase)value.Deserialize(s_found.GetOrAdd(kind, Find), options)!;
        }

        public override void Write(Utf8JsonWriter writer, TBase value, JsonSerializerOptions options)
        {
            JsonObject content = JsonSerializer.SerializeToNode(value, value.GetType(), options)!.AsObject();
            writer.WriteStartObject();
            writer.WriteString(Kind, NameOf(value.GetType()));
            foreach ((string name, JsonNode? part) in content)
            {
                if (name == Kind)
                    throw new JsonException($"{value.GetType().Name} has a property that is written as \"{Kind}\": give it another name.");
                writer.WritePropertyName(name);
                if (part is null)
                    writer.WriteNullValue();
                else
                    part.WriteTo(writer, options);
            }
            writer.WriteEndObject();
        }

        private static Type Find(string kind)
        {
            Type[] known = [.. Implementations()];
            return known.FirstOrDefault(t => NameOf(t) == kind) ?? throw new JsonException(
                $"There is no {typeof(TBase).Name} of the kind '{kind}'. There is: " +
                    $"{string.Join(", ", known.Select(NameOf).Order(StringComparer.Ordinal))}.");
        }

        // Asked anew for what is not known yet: papers and cells of a notebook bring records of their own. Assemblies that do
        // not know the base cannot.
        private static IEnumerable<Type> Implementations() =>
            from assembly in AppDomain.CurrentDomain.GetAssemblies()
            where assembly == typeof(TBase).Assembly || assembly.GetReferencedAssemblies()
                .Any(a => a.Name == typeof(TBase).Assembly.GetName().Name)
            from type in assembly.GetTypes()
            where type is { IsAbstract: false } && typeof(TBase).IsAssignableFrom(type)
                && type.IsDefined(typeof(KindAttribute), inherit: false)
            select type;
    }
}
