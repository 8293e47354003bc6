using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Interactive.Extension;

/// <summary>
/// <c>#!offprint</c>: the papers and how many of their claims hold; <c>#!offprint ghvb</c>: one paper's claims, from stored results.
/// </summary>
public sealed class OffprintDirective : KernelDirectiveCommand
{
    /// <summary>The paper's slug; all papers when there is none.</summary>
    public string? Paper { get; set; }

    internal static void AddTo(Kernel kernel)
    {
        KernelActionDirective directive = new("#!offprint")
        {
            Description = "Lists Offprint's papers; with a paper's slug, its claims as stored results decide them",
            Parameters =
            [
                new KernelDirectiveParameter("--paper", "A paper's slug") { AllowImplicitName = true }
                    .AddCompletions(() => Papers.Papers.All.Select(paper => paper.Slug)),
            ],
        };
        kernel.AddDirective<OffprintDirective>(directive, (command, context) =>
        {
            context.Display(command.Describe());
            return Task.CompletedTask;
        });
    }

    private IDescribable Describe()
    {
        if (Paper is not { Length: > 0 } slug)
            return new PaperList();
        Paper paper = Papers.Papers.All.FirstOrDefault(p => p.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
            $"There is no paper '{slug}'. There are: {string.Join(", ", Papers.Papers.All.Select(p => p.Slug))}.");
        return paper.LoadStored();
    }

    private sealed class PaperList : IDescribable
    {
        public Card Describe() => new("Offprint")
        {
            Subtitle = "#!offprint <paper> shows a paper's claims; Offprint.Papers.Papers has the papers as values",
            Tables = [new CardTable("Papers", ["Paper", "Title", "Claims that hold", "Claims"], [.. Papers.Papers.All.Select(Row)])],
        };

        private static IReadOnlyList<TableCell> Row(Paper paper) =>
        [
            paper.Slug, paper.Citation.Title,
            paper.LoadStored().EvaluateClaims().Count(claim => claim.Outcome.Verdict == Verdict.Holds), paper.Claims.Count,
        ];
    }
}
