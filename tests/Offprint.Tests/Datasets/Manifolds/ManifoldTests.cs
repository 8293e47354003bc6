using Offprint.Datasets.Manifolds;
using Offprint.Numerics;
using Offprint.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Offprint.Tests.Datasets.Manifolds;

public sealed class ManifoldTests : IDisposable
{
    private readonly IDisposable _scope;

    public ManifoldTests()
    {
        LibTorch.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Names => ["plane", "sphere", "uniform sphere", "Swiss roll", "embedded"];

    private static IManifold Make(string name) => name switch
    {
        "plane" => new Plane(),
        "sphere" => new Sphere(),
        "uniform sphere" => new Sphere(0, 2),
        "Swiss roll" => new SwissRoll(),
        _ => new Embedded(new Sphere(), 5, new Seed(3)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_have_the_said_shape_and_repeat(string name)
    {
        var manifold = Make(name);
        Tensor x = manifold.Sample(100, new Seed(1).Stream());
        Assert.Equal([100, manifold.AmbientDimension], x.shape);
        Assert.Equal(ScalarType.Float64, x.dtype);
        Assert.Equal(2, manifold.IntrinsicDimension);
        Assert.True(x.eq(manifold.Sample(100, new Seed(1).Stream())).all().ToBoolean());
        Assert.False(x.eq(manifold.Sample(100, new Seed(2).Stream())).all().ToBoolean());
    }

    [Fact]
    public void Points_lie_on_their_manifolds()
    {
        Assert.InRange((new Sphere(6, 1.5).Sample(500, new Seed(1).Stream()).square().sum(1).sqrt() - 1.5).abs().max().ToDouble(), 0,
            1e-12);
        // Undo the Swiss roll's standardization by its extremes: the radius in the rolled plane must equal the angle, modulo turns.
        Tensor roll = new SwissRoll().Sample(20_000, new Seed(1).Stream());
        Assert.InRange((roll.var(0) - 1).abs().max().ToDouble(), 0, 0.06); // four standard errors of a bounded law
        Assert.InRange(roll.mean([0]).abs().max().ToDouble(), 0, 0.03);
    }

    /// <summary>
    /// Where cos τ = 0 the height is ±τ with τ of 3π/2, 5π/2, 7π/2 and 9π/2: heights −11.0, −4.7, 7.9, 14.1, with gaps 2π, 4π, 2π.
    /// </summary>
    [Fact]
    public void The_roll_has_its_arms_and_nothing_between_them()
    {
        Tensor x = new SwissRoll().Sample(50_000, new Seed(2).Stream());
        double[] first = [.. x.select(1, 0).data<double>()], heights = [.. x.select(1, 2).data<double>()];
        double center = x.select(1, 0).masked_select(x.select(1, 2) > x.select(1, 2).max() - 0.01).mean().ToDouble(); // the outer arm's top
        double[] near = [.. heights.Where((_, i) => Math.Abs(first[i] - center) < 0.02).Order()];
        double[] gaps = [.. near.Zip(near.Skip(1), (a, b) => b - a).OrderDescending()];
        Assert.InRange(gaps[0] / gaps[1], 1.75, 2.1);
        Assert.InRange(gaps[1] / gaps[2], 1, 1.1);
        Assert.InRange(gaps[3], 0, 0.05);
    }

    /// <summary>
    /// E cos θ of a von Mises law with κ = 2 is I₁(2)/I₀(2) = 0.69777; azimuths around their centers, five standard errors, fixed seed.
    /// </summary>
    [Fact]
    public void Clusters_are_as_wide_as_the_von_Mises_law()
    {
        const int count = 40_000;
        Tensor x = new Sphere(2).Sample(count, new Seed(4).Stream());
        double[] phi = [.. atan2(x.select(1, 1), x.select(1, 0)).data<double>()];
        // Half of the centers have φ = π/2 and half 4π/3: E e^{iφ} = 0.69777 (e^{iπ/2} + e^{4iπ/3})/2.
        double cos = phi.Average(Math.Cos), sin = phi.Average(Math.Sin), error = 5 / Math.Sqrt(2.0 * count);
        Assert.InRange(cos - 0.69777 * Math.Cos(4 * Math.PI / 3) / 2, -error, error);
        Assert.InRange(sin - 0.69777 * (1 + Math.Sin(4 * Math.PI / 3)) / 2, -error, error);
    }

    [Fact]
    public void An_embedding_keeps_distances()
    {
        var embedded = new Embedded(new SwissRoll(), 7, new Seed(5));
        Tensor basis = embedded.Basis();
        Assert.InRange((basis.t().matmul(basis) - eye(3, dtype: ScalarType.Float64)).abs().max().ToDouble(), 0, 1e-14);
        Tensor inner = new SwissRoll().Sample(50, new Seed(1).Stream()), outer = embedded.Sample(50, new Seed(1).Stream());
        Assert.InRange((outer.matmul(outer.t()) - inner.matmul(inner.t())).abs().max().ToDouble(), 0, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedded(new SwissRoll(), 2, new Seed(1)));
    }
}
