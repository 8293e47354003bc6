using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Tests.Tensors;

public class TensorArithmeticTests
{
    [Fact]
    public void Hubers_loss_is_a_square_within_delta_and_a_line_beyond()
    {
        LibTorch.EnsureLoaded();
        using var scope = NewDisposeScope();
        Tensor error = tensor(new double[] { 0, 0.5, -2, 2, 5 }, requires_grad: true);
        Tensor loss = error.Huber(2);
        Assert.Equal([0, 0.125, 2, 2, 8], loss.data<double>());
        loss.sum().backward();
        Assert.Equal([0, 0.5, -2, 2, 2], error.grad!.data<double>());
    }
}
