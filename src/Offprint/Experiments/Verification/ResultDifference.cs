using System.Text.Json;

namespace Offprint.Experiments.Verification;

/// <summary>How far two results are apart.</summary>
/// <param name="Relative">
/// The largest |a − b| / s, where s is the largest number in size of the two arrays that hold a and b, or the larger of the two where they
/// stand alone, and 10⁻⁷ at least; 0 for the same bits, infinite where text, length or shape differ.
/// </param>
/// <param name="Place">Where, such as <c>rows[2].errors[0]</c>.</param>
/// <param name="Numbers">Both values there, for people.</param>
internal readonly record struct ResultDifference(double Relative, string Place, string Numbers)
{
    /// <summary>
    /// The least s. Numbers that should be zero are rounding errors of numbers about one, and others on each machine: with a tolerance of
    /// 10⁻⁶
    /// they may be 10⁻¹³ apart (with vector instructions switched off, residuals of stored results were up to 3·10⁻¹⁴ apart).
    /// </summary>
    private const double Noise = 1e-7;

    public bool IsNone => Relative == 0;

    public static ResultDifference Of(JsonElement stored, JsonElement computed) => Compare(stored, computed, "", 0);

    public static double OfNumbers(double a, double b, double scale = 0)
    {
        if (a.Equals(b))
            return 0;
        double difference = Math.Abs(a - b);
        if (double.IsNaN(difference) || double.IsInfinity(difference))
            return double.PositiveInfinity; // one of them is not a number, or infinite
        return difference / Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), Math.Max(scale, Noise));
    }

    private static ResultDifference Compare(JsonElement a, JsonElement b, string place, double scale)
    {
        if (a.ValueKind != b.ValueKind && (TryNumber(a) is null || TryNumber(b) is null))
            return Apart(a, b, place);
        return a.ValueKind switch
        {
            JsonValueKind.Object => Objects(a, b, place),
            JsonValueKind.Array => Arrays(a, b, place),
            _ => Values(a, b, place, scale),
        };
    }

    private static ResultDifference Objects(JsonElement a, JsonElement b, string place)
    {
        var first = a.EnumerateObject().ToList();
        var second = b.EnumerateObject().ToList();
        if (!first.Select(p => p.Name).SequenceEqual(second.Select(p => p.Name)))
            return Apart(a, b, place);
        return Largest(first.Zip(second, (x, y) => Compare(x.Value, y.Value, place.Length == 0 ? x.Name : $"{place}.{x.Name}", 0)));
    }

    private static ResultDifference Arrays(JsonElement a, JsonElement b, string place)
    {
        if (a.GetArrayLength() != b.GetArrayLength())
            return Apart(a, b, place);
        double scale = Math.Max(Scale(a), Scale(b));
        return Largest(a.EnumerateArray().Zip(b.EnumerateArray())
            .Select((pair, i) => Compare(pair.First, pair.Second, $"{place}[{i}]", scale)));
    }

    private static ResultDifference Values(JsonElement a, JsonElement b, string place, double scale)
    {
        if (a.GetRawText() == b.GetRawText())
            return default;
        if (TryNumber(a) is not { } x || TryNumber(b) is not { } y)
            return Apart(a, b, place);
        return new(OfNumbers(x, y, scale), place, Both(a, b));
    }

    private static double Scale(JsonElement array) =>
        array.EnumerateArray().Select(entry => TryNumber(entry) is { } n && double.IsFinite(n) ? Math.Abs(n) : 0).DefaultIfEmpty().Max();

    /// <summary>A number, named ones included.</summary>
    private static double? TryNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    private static ResultDifference Apart(JsonElement a, JsonElement b, string place) => new(double.PositiveInfinity, place, Both(a, b));

    private static ResultDifference Largest(IEnumerable<ResultDifference> differences) =>
        differences.Aggregate(default(ResultDifference), (largest, next) => next.Relative > largest.Relative ? next : largest);

    private static string Both(JsonElement a, JsonElement b)
    {
        return $"{Short(a)} stored, {Short(b)} computed";

        static string Short(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => $"{value.GetArrayLength()} entries",
            JsonValueKind.Object => $"{value.EnumerateObject().Count()} properties",
            _ when value.GetRawText() is { Length: > 40 } text => text[..40] + "…",
            _ => value.GetRawText(),
        };
    }
}
