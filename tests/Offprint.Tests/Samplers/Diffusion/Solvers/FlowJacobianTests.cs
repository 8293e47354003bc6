using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Schedules;
using Offprint.Samplers.Diffusion.Scores;
using Offprint.Samplers.Diffusion.Solvers;
using Offprint.Tensors;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Solvers;

public sealed class FlowJacobianTests : IDisposable
{
    private readonly IDisposable _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>A normal law on a plane: σ_i(t) = √(V_i(t)/V_i(T)), 1 along the plane, σ_t/σ_T across.</summary>
    [Fact]
    public void Singular_values_of_a_plane_are_the_closed_form()
    {
        var exact = new GaussianPredictor(Linear, [1, 1, 0]);
        var flow = new ProbabilityFlow(new() { SubSteps = 10 }).Linearize(exact, Normal(1, 4, 3), TimeGrid.UniformLambda(Linear, 20));
        double[] first = exact.Variances(Linear.T);
        for (int i = 0; i <= 20; i++)
        {
            double[] expected = [.. exact.Variances(flow.Times[i]).Zip(first, (now, then) => Math.Sqrt(now / then))];
            Assert.InRange(Distance(flow.SingularValues(i), tensor(expected).expand(4, 3)), 0, 1e-6);
        }
        // the flow is linear
        Assert.InRange(Distance(flow.States[^1], flow.Jacobians[^1].matmul(flow.States[0].unsqueeze(2)).squeeze(2)), 0, 1e-8);
    }

    /// <summary>
    /// log |det Y| is the integral of the divergence, and Y is the derivative that differences see, on a flow that is not linear.
    /// </summary>
    [Fact]
    public void The_Jacobian_is_that_of_the_flow_and_its_volume_that_of_the_divergence()
    {
        using var mixture = Planar();
        using var predictor = mixture.Predictor(Linear);
        using var turned = new GaugePerturbedField(ScoreFields.Score(predictor), GaugePerturbedField.Quarter(2), 1);
        var model = ScoreFields.Predictor(Linear, turned);
        var solver = new ProbabilityFlow(new() { SubSteps = 100 });
        Tensor start = Normal(2, 6, 2);
        var flow = solver.Linearize(model, start, new([1, 0.3, 0.1]));
        for (int i = 0; i < 3; i++)
            Assert.InRange(Distance(linalg.det(flow.Jacobians[i]).abs().log(), flow.LogVolumes[i]), 0, 1e-5);
        Assert.InRange(Distance(flow.States[^1], solver.Sample(model, start, new([1, 0.3, 0.1])).X), 0, 1e-11);
        const double h = 1e-5;
        for (int j = 0; j < 2; j++)
        {
            Tensor step = zeros(1, 2, dtype: ScalarType.Float64);
            step[0, j] = h;
            Tensor difference = (solver.Sample(model, start + step, new([1, 0.3, 0.1])).X -
                solver.Sample(model, start - step, new([1, 0.3, 0.1])).X) / (2 * h);
            Assert.InRange(Distance(flow.Jacobians[^1].select(2, j), difference), 0, 1e-4 * difference.abs().max().ToDouble());
        }
    }

    /// <summary>Exact for every gauge strength: the change of variables of the field that is integrated.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_density_of_a_Gaussian_does_not_see_the_gauge_term(double strength)
    {
        var exact = new GaussianPredictor(Linear, [1, 0.25]);
        using var turned = new GaugePerturbedField(ScoreFields.Score(exact), GaugePerturbedField.Quarter(2), strength);
        Tensor points = Normal(3, 8, 2);
        var density = new ProbabilityFlow(new() { Tolerance = 1e-10 })
            .LogDensity(ScoreFields.Predictor(Linear, turned), points, Linear.TEnd, x => exact.LogDensity(x, Linear.T));
        Assert.InRange(Distance(density, exact.LogDensity(points, Linear.TEnd)), 0, 1e-7);
        // The standard normal prior instead of the exact one: a small error of the schedule, not of the flow.
        var standard = new ProbabilityFlow(new() { SubSteps = 200 }).LogDensity(exact, points, Linear.TEnd);
        Assert.InRange(Distance(standard, exact.LogDensity(points, Linear.TEnd)), 1e-7, 1e-3);
    }

    [Fact]
    public void A_field_that_is_not_finite_is_named_by_interval_and_time()
    {
        var exact = new GaussianPredictor(Linear, [1, 1]);
        var score = ScoreFields.Score(exact);
        var broken = ScoreFields.Differentiable((x, t) => t < 0.2 ? x * double.NaN : score.Evaluate(x, t));
        var failure = Assert.Throws<NonFinitePredictionException>(() =>
            new ProbabilityFlow(new() { SubSteps = 4 }).Linearize(ScoreFields.Predictor(Linear, broken), Normal(4, 2, 2),
                new([1, 0.5, 0.25, 0.1])));
        Assert.Equal(2, failure.Step);
        Assert.InRange(failure.Time, 0.1, 0.2);
        Assert.Contains("step 2, t = 0.1", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Beyond 4 the field drives outward ever faster: such a path is stopped if asked for, and the others have the same bits as alone.
    /// </summary>
    [Fact]
    public void A_path_that_escapes_can_be_stopped_without_the_others()
    {
        var score = ScoreFields.Score(new GaussianPredictor(Linear, [1, 1]));
        var model = ScoreFields.Predictor(Linear, ScoreFields.Differentiable((x, t) =>
            score.Evaluate(x, t) * (x.abs().amax([1], keepdim: true) < 4) + x.Squared() * x * (x.abs().amax([1], keepdim: true) >= 4)));
        Tensor start = tensor(new[,] { { 0.5, -1.0 }, { -8, 2 }, { 1, 1 } });
        var grid = TimeGrid.UniformLambda(Linear, 10);
        Assert.Throws<NonFinitePredictionException>(() => new ProbabilityFlow(new() { SubSteps = 4 }).Linearize(model, start, grid));
        var solver = new ProbabilityFlow(new() { SubSteps = 4, EscapeRadius = 100 });
        var flow = solver.Linearize(model, start, grid);
        Assert.True(flow.States[^1][1].abs().max().ToDouble() >= 100);
        Tensor stay = tensor(new long[] { 0, 2 });
        var alone = solver.Linearize(model, start.index_select(0, stay), grid);
        Assert.True(Same(flow.Jacobians[^1].index_select(0, stay), alone.Jacobians[^1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProbabilityFlow(new() { EscapeRadius = 0 }));
    }

    [Fact]
    public void Shapes_and_cancellation_are_checked()
    {
        var exact = new GaussianPredictor(Linear, [1, 1]);
        var wrong = Assert.Throws<ArgumentException>(() => new ProbabilityFlow().Linearize(exact, Normal(5, 2, 2, 2), new([1, 0.5])));
        Assert.Contains("[B, D], not [2, 2, 2]", wrong.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new ProbabilityFlow().Linearize(exact, Normal(5, 2, 2), new([1, 0.5]), new CancellationToken(canceled: true)));
        var monotone = Assert.Throws<ArgumentException>(() => new TimeGrid([1, 0.5, 0.6]));
        Assert.Contains("index 2", monotone.Message, StringComparison.Ordinal);
    }
}
