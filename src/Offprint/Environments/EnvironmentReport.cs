using Offprint.Cards;

namespace Offprint.Environments;

/// <summary>What <see cref="EnvironmentChecker"/> found.</summary>
/// <param name="Name">The environment's name.</param>
/// <param name="Findings">One finding a rule.</param>
public sealed record EnvironmentReport(string Name, IReadOnlyList<EnvironmentFinding> Findings) : IDescribable
{
    /// <summary>Whether every rule is kept.</summary>
    public bool Passed => Findings.All(finding => finding.Problem is null);

    /// <inheritdoc/>
    public Card Describe() => new($"{Name}: check")
    {
        Subtitle = Passed ? "Every rule is kept" : "Rules are broken",
        Tables =
        [
            new("", ["Rule", "Finding"], [.. Findings.Select(f => (IReadOnlyList<TableCell>)
            [
                f.Rule,
                new TableCell { Text = f.Problem ?? "kept", Emphasis = f.Problem is null ? Emphasis.Good : Emphasis.Bad },
            ])]),
        ],
    };

    /// <inheritdoc/>
    public override string ToString() => Passed
        ? $"{Name}: every rule is kept"
        : $"{Name}: " + string.Join("; ", Findings.Where(f => f.Problem is not null).Select(f => $"{f.Rule}: {f.Problem}"));
}

/// <summary>What was found about one rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Problem">How it is broken; <see langword="null"/> if it is kept.</param>
public sealed record EnvironmentFinding(string Rule, string? Problem);
