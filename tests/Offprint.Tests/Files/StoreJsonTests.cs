using System.Reflection;
using System.Text.Json;
using Offprint.Files;

namespace Offprint.Tests.Files;

public class StoreJsonTests
{
    public abstract record Shape
    {
        public double Scale { get; init; } = 1;
    }

    [Kind("disc")]
    public sealed record Disc(double Radius) : Shape;

    [Kind("box")]
    public sealed record Box(double Width) : Shape
    {
        [AddedLater("3")]
        public int Corners { get; init; } = 4;

        [AddedLater("null")]
        public string? Color { get; init; }
    }

    public sealed record Unnamed : Shape;

    [Kind("ring")]
    public sealed record Ring(string Kind) : Shape;

    public sealed record Settings(Shape Main, IReadOnlyList<Shape> Others);

    [Fact]
    public void An_abstract_record_is_written_with_the_kind_and_all_options_of_its_own_type()
    {
        var settings = new Settings(new Disc(2) { Scale = 3 }, [new Box(1), new Disc(1)]);
        string text = JsonSerializer.Serialize(settings, StoreJson.Options);
        Assert.Equal(
            """{"main":{"kind":"disc","radius":2,"scale":3},"others":[{"kind":"box","width":1,"corners":4,"scale":1},{"kind":"disc","radius":1,"scale":1}]}""",
            text);
        var read = JsonSerializer.Deserialize<Settings>(text, StoreJson.Options)!;
        Assert.Equal(settings.Main, read.Main);
        Assert.Equal(settings.Others, read.Others);
    }

    [Fact]
    public void A_property_added_later_is_left_out_at_the_value_that_equals_earlier_behavior_and_nowhere_else()
    {
        Assert.DoesNotContain("corners", Write(new Box(1) { Corners = 3 }));
        Assert.Contains("\"corners\":4", Write(new Box(1)));
        Assert.Contains("\"corners\":0", Write(new Box(1) { Corners = 0 }));
    }

    [Fact]
    public void Kinds_that_are_missing_or_unknown_are_named()
    {
        Assert.Contains("Unnamed", Assert.Throws<JsonException>(() => Write(new Unnamed())).Message);
        string message = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Shape>("""{"kind":"cone"}""", StoreJson.Options)).Message;
        Assert.Contains("'cone'", message);
        Assert.Contains("box, disc", message);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Shape>("3", StoreJson.Options));
    }

    [Fact]
    public void A_property_that_would_be_taken_for_the_kind_is_named() =>
        Assert.Contains("Ring has a property that is written as \"kind\"",
            Assert.Throws<JsonException>(() => Write(new Ring("gold"))).Message);

    /// <summary>
    /// Such a property weakens digests on purpose. To add one is a decision, and this list is where it is taken: the value here must be
    /// that of the code that computed what is stored.
    /// </summary>
    [Fact]
    public void These_properties_were_added_after_results_had_been_stored() => Assert.Equal(
        [
            "BalanceOptions.AsReleased false", "BehaviorTraining.StepsPerUpdate 1", "GaussianPolicyOptions.TanhDeviation false",
            "Glow.Batch 1", "OnlineRecipe.StepsPerUpdate 1", "TrainingOptions.StepsPerUpdate 1",
        ],
        typeof(StoreJson).Assembly.GetTypes().SelectMany(t => t.GetProperties())
            .Where(p => p.DeclaringType == p.ReflectedType && p.GetCustomAttribute<AddedLaterAttribute>() is not null)
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name} {p.GetCustomAttribute<AddedLaterAttribute>()!.EarlierBehavior}")
            .Order(StringComparer.Ordinal));

    private static string Write(Shape shape) => JsonSerializer.Serialize(shape, StoreJson.Options);
}
