using Offprint.Tensors;

namespace Offprint.Tests.Tensors;

/// <summary>Gradient descent against the recursion written out.</summary>
public sealed class SgdTests
{
    [Fact]
    public void Steps_follow_the_recursion_and_gradients_are_cleared()
    {
        using var parameters = new ParameterBuffer(1, [new("x", [3])]);
        new[] { 1f, -2, 3 }.CopyTo(parameters.ValueSpan);
        var sgd = new Sgd(parameters, new(0.1, 0.9, WeightDecay: 0.5));
        double[] x = [1, -2, 3], velocity = new double[3], gradient = [0.3, 1, -2];
        for (int step = 0; step < 4; step++)
        {
            for (int i = 0; i < 3; i++)
            {
                parameters.GradientSpan[i] = (float)gradient[i];
                velocity[i] = 0.9 * velocity[i] + gradient[i] + 0.5 * x[i];
                x[i] -= 0.1 * velocity[i];
            }
            sgd.Step();
            Assert.Equal([0, 0, 0], parameters.GradientSpan.ToArray());
        }
        for (int i = 0; i < 3; i++)
            Assert.Equal(x[i], parameters.ValueSpan[i], 1e-6);
    }

    [Fact]
    public void Norms_are_limited_member_by_member_and_climbing_reverses()
    {
        using var parameters = new ParameterBuffer(2, [new("x", [2])]);
        new[] { 30f, 40, 0.3f, 0.4f }.CopyTo(parameters.GradientSpan);
        new Sgd(parameters, new(1, MaxGradientNorm: 1)).Step(ascend: true);
        Assert.Equal(0.6, parameters.ValueSpan[0], 1e-5); // norm 50 becomes 1
        Assert.Equal(0.8, parameters.ValueSpan[1], 1e-5);
        Assert.Equal(0.3, parameters.ValueSpan[2], 1e-6); // norm 0.5 stays
        Assert.Equal(0.4, parameters.ValueSpan[3], 1e-6);
    }
}
