using System.Text.Json;
using Offprint.Experiments;
using Offprint.Numerics;
using Offprint.Papers.Diffusion.GhvbStudy;

namespace Offprint.Papers.Tests.Diffusion.GhvbStudy;

/// <summary>Parts A to C: what has closed forms.</summary>
public sealed class GhvbExactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_toy_problems_solution_is_that_of_an_adaptive_integration()
    {
        var solution = OdeIntegrator.Rk45((_, x, derivative) => (derivative[0], derivative[1]) = (x[1], -9 * x[0] - 10 * x[1]),
            StiffToy.Exact(0), 0, 3);
        Assert.Equal([-1, 0], StiffToy.Exact(0));
        for (int i = 0; i < solution.Times.Count; i++)
        {
            double[] exact = StiffToy.Exact(solution.Times[i]);
            Assert.Equal(exact[0], solution.States[i][0], 1e-7);
            Assert.Equal(exact[1], solution.States[i][1], 1e-7);
        }
    }

    [Theory]
    [InlineData(MultistepKind.HeavyBall, 1, 1.0, -2.0)]
    [InlineData(MultistepKind.HeavyBall, 2, 1.0, -1.0)]
    [InlineData(MultistepKind.HeavyBall, 3, 1.0, -6.0 / 11)]
    [InlineData(MultistepKind.HeavyBall, 4, 1.0, -0.3)]
    [InlineData(MultistepKind.HeavyBall, 4, 0.5, -0.9)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 1, 0.5, -6.0)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 2, 0.8, -1.2)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 3, 0.5, -18.0 / 23)]
    [InlineData(MultistepKind.GeneralizedHeavyBall, 4, 0.5, -3.0 / 7)]
    public void Limits_of_stability_have_closed_forms(MultistepKind kind, int order, double beta, double limit)
    {
        Assert.Equal(limit, StabilityAtlas.ClosedForm(kind, order, beta)!.Value, 1e-12);
        // Just inside all errors die out, just outside they grow: the rule on y′ = z y with steps of one.
        Assert.InRange(Growth(kind, order, beta, 0.98 * limit), 0, 1e-6);
        Assert.InRange(Growth(kind, order, beta, 1.02 * limit), 1e3, double.PositiveInfinity);
    }

    [Fact]
    public void Rules_without_a_closed_form_say_so() => Assert.Null(StabilityAtlas.ClosedForm(MultistepKind.Nesterov, 2, 0.9));

    [Fact]
    public async Task The_smoke_run_gives_the_same_bits_twice_and_the_exact_claims_hold()
    {
        var claims = (await RunAsync("first")).EvaluateClaims();
        await RunAsync("second");
        Assert.Equal(Hashes("first"), Hashes("second"));
        Assert.Equal(4, Hashes("first").Count);
        foreach (string id in new[] { "axis-limits", "toy", "orders-official", "orders-exact" })
        {
            var outcome = claims.Single(c => c.Claim.Id == id).Outcome;
            Assert.True(outcome.Verdict == Verdict.Holds, $"{id}: {outcome.Verdict}, {outcome.Measured}, {outcome.Note}");
            Assert.NotNull(outcome.Measured);
        }
        Assert.Equal(Verdict.Undecided, claims.Single(c => c.Claim.Id == "momentum-order").Outcome.Verdict);
    }

    private Task<PaperResults> RunAsync(string store) => Papers.Ghvb.RunAsync(Profile.Smoke, new RunOptions
    {
        Experiments = [Papers.Ghvb.Atlas.Name, Papers.Ghvb.Toy.Name, Papers.Ghvb.Orders.Name], Store = new ResultStore(_folder[store]),
    });

    private static double Growth(MultistepKind kind, int order, double beta, double z)
    {
        double[] times = [.. Enumerable.Range(0, 2001).Select(i => (double)i)];
        double[][] states = new LinearMultistepRule(new MultistepMethod(kind, order, beta))
            .Integrate((_, y, derivative) => derivative[0] = z * y[0], [1], times);
        double end = Math.Abs(states[^1][0]);
        return double.IsNaN(end) ? double.PositiveInfinity : end;
    }

    private SortedDictionary<string, string> Hashes(string store) => new(
        Directory.GetFiles(_folder[store], "*.json", SearchOption.AllDirectories).ToDictionary(f => Path.GetFileName(f), f =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(f));
            return document.RootElement.GetProperty("hash").GetString()!;
        }), StringComparer.Ordinal);
}
