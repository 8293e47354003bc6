using System.Text.Json.Serialization;
using Offprint.Files;

namespace Offprint.Environments.Marketplace;

/// <summary>A policy of ad-load that somebody wrote down, as a value.</summary>
public abstract record AdLoadRule : IContextPolicy
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Label => Name;

    /// <summary>What <see cref="Label"/> says; stored nowhere.</summary>
    protected abstract string Name { get; }

    /// <inheritdoc/>
    public abstract void Law(ReadOnlySpan<float> context, Span<double> probabilities);

    /// <inheritdoc/>
    public sealed override string ToString() => Label;

    /// <summary>The fetch's number, at most 10, which the context holds.</summary>
    private protected static double Fetch(ReadOnlySpan<float> context) => Math.Round(AdLoadMarketplace.FetchScale * context[3]);

    private protected static void Choose(int action, Span<double> probabilities)
    {
        probabilities.Clear();
        probabilities[action] = 1;
    }
}

/// <summary>
/// The stochastic policy behind the log: 0.9 times a discrete normal law around 1.8 ads in the first two fetches and 2.2 later, plus
/// 0.02 on every action.
/// </summary>
[Kind("logging")]
public sealed record LoggingRule : AdLoadRule
{
    private const double Width = 0.9, Floor = 0.02;

    /// <inheritdoc/>
    protected override string Name => "logging";

    /// <inheritdoc/>
    public override void Law(ReadOnlySpan<float> context, Span<double> probabilities)
    {
        double center = Fetch(context) < 3 ? 1.8 : 2.2, sum = 0;
        for (int a = 0; a < probabilities.Length; a++)
            sum += probabilities[a] = Math.Exp(-(a - center) * (a - center) / (2 * Width * Width));
        foreach (ref double p in probabilities)
            p = (1 - Floor * probabilities.Length) * p / sum + Floor;
    }
}

/// <summary>Always as many ads.</summary>
/// <param name="Ads">k, 0 to 4.</param>
[Kind("static")]
public sealed record StaticRule(int Ads) : AdLoadRule
{
    /// <inheritdoc/>
    protected override string Name => $"static {Ads}";

    /// <inheritdoc/>
    public override void Law(ReadOnlySpan<float> context, Span<double> probabilities) => Choose(Ads, probabilities);
}

/// <summary>No ad in the first fetch, then always as many.</summary>
/// <param name="Ads">k. Default 3.</param>
[Kind("position")]
public sealed record PositionRule(int Ads = 3) : AdLoadRule
{
    /// <inheritdoc/>
    protected override string Name => $"0, then {Ads}";

    /// <inheritdoc/>
    public override void Law(ReadOnlySpan<float> context, Span<double> probabilities) =>
        Choose(Fetch(context) < 2 ? 0 : Ads, probabilities);
}

/// <summary>As many ads as observed tolerance bears: ⌊budget / s(τ, f)⌋, at most 4.</summary>
/// <param name="Budget">The strain that is allowed. Default 0.7.</param>
[Kind("tolerance")]
public sealed record ToleranceRule(double Budget = 0.7) : AdLoadRule
{
    /// <inheritdoc/>
    protected override string Name => Budget == 0.7 ? "by tolerance" : $"by tolerance {Budget}";

    /// <inheritdoc/>
    public override void Law(ReadOnlySpan<float> context, Span<double> probabilities) => Choose(
        (int)Math.Clamp(Math.Floor(Budget / AdLoadMarketplace.SensitivityOf(context[1], Fetch(context))), 0, probabilities.Length - 1),
        probabilities);
}
