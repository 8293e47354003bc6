using Offprint.Numerics;
using Offprint.Samplers.Diffusion.NoisePrediction;
using Offprint.Samplers.Diffusion.Scores;
using TorchSharp;
using static Offprint.Tests.Samplers.Diffusion.DiffusionCases;
using static TorchSharp.torch;

namespace Offprint.Tests.Samplers.Diffusion.Scores;

public sealed class VectorFieldTests : IDisposable
{
    private const double Time = 0.3;
    private readonly IDisposable _scope;
    private readonly GaussianMixture _mixture = Planar();
    private readonly IDifferentiableField _score;

    public VectorFieldTests()
    {
        _scope = NewDisposeScope();
        _score = ScoreFields.Score(_mixture.Predictor(Linear));
    }

    public void Dispose()
    {
        _mixture.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void The_score_is_the_gradient_of_the_log_density()
    {
        Tensor x = Normal(1, 20, 2);
        var gradient = new ConservativeField((rows, t) => Logarithm(rows));
        Assert.InRange(Distance(_score.Evaluate(x, Time), gradient.Evaluate(x, Time)), 0, 1e-10);
        Assert.InRange(Distance(_score.Jacobian(x, Time), gradient.Jacobian(x, Time)), 0, 1e-9);
        Assert.InRange(Distance(_score.Divergence(x, Time), gradient.Divergence(x, Time)), 0, 1e-9);
        Assert.InRange(Distance(ScoreFields.Predictor(Linear, _score).Predict(x, Time), _mixture.Predictor(Linear).Predict(x, Time)), 0,
            1e-14);

        // The mixture's own density, written with differentiable operations.
        Tensor Logarithm(Tensor rows)
        {
            double alpha = Linear.Alpha(Time), sigma = Linear.Sigma(Time);
            Tensor variance = _mixture.Std.square() * (alpha * alpha) + sigma * sigma;
            Tensor squares = (rows.unsqueeze(1) - _mixture.Means * alpha).square().sum(-1);
            return (_mixture.LogWeights - squares / (2 * variance) - variance.log()).logsumexp(-1);
        }
    }

    /// <summary>
    /// s·J s = 0, div(J s) = 0 and so the gauge residual too, for any antisymmetric J; a strength of zero is the score itself.
    /// </summary>
    [Fact]
    public void Antisymmetric_turns_of_a_score_are_gauge_fields()
    {
        Tensor x = Normal(2, 50, 2), s = _score.Evaluate(x, Time);
        using var turned = new GaugePerturbedField(_score, GaugePerturbedField.Quarter(2), 3);
        var remainder = ScoreFields.Differentiable((rows, t) => turned.Evaluate(rows, t) - _score.Evaluate(rows, t));
        Tensor r = remainder.Evaluate(x, Time);
        Assert.InRange((r * s).sum(1).abs().max().ToDouble(), 0, 1e-11);
        Assert.InRange(Distance(r, cat([-s.narrow(1, 1, 1), s.narrow(1, 0, 1)], 1) * 3), 0, 1e-12);
        Assert.InRange(Distance(turned.Divergence(x, Time), _score.Divergence(x, Time)), 0, 1e-10);
        Assert.InRange(Distance(turned.Jacobian(x, Time), ScoreFields.Differentiable(Independent).Jacobian(x, Time)), 0, 1e-9);
        using var none = new GaugePerturbedField(_score, GaugePerturbedField.Quarter(2), 0);
        Assert.InRange(Distance(none.Evaluate(x, Time), s), 0, 1e-15);

        // (I + 3J) s by differentiating through a differentiable copy of the score.
        Tensor Independent(Tensor rows, double t)
        {
            double alpha = Linear.Alpha(t), sigma = Linear.Sigma(t);
            Tensor variance = _mixture.Std.square() * (alpha * alpha) + sigma * sigma, away = _mixture.Means * alpha - rows.unsqueeze(1);
            Tensor share = (_mixture.LogWeights - away.square().sum(-1) / (2 * variance) - variance.log()).softmax(-1);
            Tensor score = (share.unsqueeze(-1) * away / variance.unsqueeze(-1)).sum(1);
            return score + 3 * cat([-score.narrow(1, 1, 1), score.narrow(1, 0, 1)], 1);
        }
    }

    /// <summary>
    /// r = J∇(p q)/p with q = x₁ has div(p r) = 0 but neither div r = 0 nor r·s = 0; for a Gaussian and r = −κ x the residual is κ(|x|²/V −
    /// D).
    /// </summary>
    [Fact]
    public void The_gauge_residual_tells_gauge_fields_from_gradients()
    {
        var exact = new GaussianPredictor(Linear, [1, 1]); // V = 1 at all times
        var score = ScoreFields.Score(exact);
        Tensor x = Normal(3, 30, 2);
        var weak = ScoreFields.Differentiable((rows, t) =>
            cat([rows.narrow(1, 0, 1) * rows.narrow(1, 1, 1), 1 - rows.narrow(1, 0, 1).square()], 1));
        Assert.InRange(ScoreFields.GaugeResidual(weak, score, x, Time).abs().max().ToDouble(), 0, 1e-13);
        Assert.True(weak.Divergence(x, Time).abs().max().ToDouble() > 0.5);
        var pull = ScoreFields.Differentiable((rows, t) => rows * -0.4);
        Assert.InRange(Distance(ScoreFields.GaugeResidual(pull, score, x, Time), 0.4 * (x.square().sum(1) - 2)), 0, 1e-13);
    }

    [Fact]
    public void Random_turns_are_antisymmetric_of_unit_norm_and_repeat()
    {
        double[,] j = GaugePerturbedField.Random(5, new Seed(1).Stream());
        var matrix = tensor(j);
        Assert.InRange(Distance(matrix, -matrix.t()), 0, 1e-15);
        Assert.Equal(1, linalg.svdvals(matrix)[0].ToDouble(), 1e-12);
        Assert.Equal(j, GaugePerturbedField.Random(5, new Seed(1).Stream()));
        Assert.Equal(0, GaugePerturbedField.Quarter(3)[2, 2]);
    }

    [Fact]
    public void A_matrix_that_is_not_antisymmetric_is_refused_by_entry()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new GaugePerturbedField(_score, new double[,] { { 0, 1 }, { 1, 0 } }, 1));
        Assert.Contains("J[0,1] = 1, J[1,0] = 1", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("square", Assert.Throws<ArgumentException>(() => new GaugePerturbedField(_score, new double[2, 3], 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_squared_norm_has_a_symmetric_Jacobian()
    {
        Tensor weights = Normal(4, 3, 4), x = Normal(5, 10, 3);
        var field = ConservativeField.SquaredNorm((rows, t) => rows.matmul(weights).tanh(), t => 2 * t);
        var jacobian = field.Jacobian(x, Time);
        Assert.InRange(Distance(jacobian, jacobian.transpose(1, 2)), 0, 1e-12);
        // ∇|tanh(xW)|² = 2 (tanh · (1 − tanh²)) Wᵀ.
        Tensor tanh = x.matmul(weights).tanh();
        Assert.InRange(Distance(field.Evaluate(x, Time), 2 * Time * 2 * (tanh * (1 - tanh.square())).matmul(weights.t())), 0, 1e-13);
    }

    [Fact]
    public void A_Gaussian_with_equal_variances_is_the_mixture_of_one()
    {
        var exact = new GaussianPredictor(Linear, [0.25, 0.25]);
        using var one = new GaussianMixture(ones(1, ScalarType.Float64), zeros(1, 2, dtype: ScalarType.Float64),
            full([1], 0.5, ScalarType.Float64));
        using var predictor = one.Predictor(Linear);
        Tensor x = Normal(6, 10, 2);
        Assert.InRange(Distance(exact.Predict(x, Time), predictor.Predict(x, Time)), 0, 1e-14);
        Assert.InRange(Distance(exact.Jacobian(x, Time), predictor.Jacobian(x, Time)), 0, 1e-14);
        Assert.InRange(Distance(exact.LogDensity(x, Time), predictor.LogDensity(x, Time)), 0, 1e-13);
        Assert.Throws<ArgumentException>(() => new GaussianPredictor(Linear, [1, -1]));
        Assert.Contains("dimension 2", Assert.Throws<ArgumentException>(() => exact.Predict(Normal(1, 2, 3), Time)).Message,
            StringComparison.Ordinal);
    }
}
