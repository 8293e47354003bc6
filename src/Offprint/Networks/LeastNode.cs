using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Offprint.Networks;

/// <summary>An <see cref="MlpLeast"/> as one node of autograd.</summary>
internal sealed class LeastNode : SingleTensorFunction<LeastNode>
{
    /// <inheritdoc/>
    public override string Name => nameof(LeastNode);

    /// <summary>Evaluates.</summary>
    /// <param name="call">What to evaluate.</param>
    /// <param name="x">[inputs, B, in].</param>
    /// <returns>[inputs, B, 1].</returns>
    public static Tensor Run(MlpLeast call, Tensor x)
    {
        Tensor least = is_grad_enabled() && x.requires_grad ? apply(call, x) : call.Forward(x);
        call.All!.Dispose(); // autograd holds it where it is needed
        return least;
    }

    /// <inheritdoc/>
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (call, x) = ((MlpLeast)vars[0], (Tensor)vars[1]);
        Tensor least = call.Forward(x);
        ctx.save_data(nameof(MlpLeast), call);
        ctx.save_for_backward([call.All!, x]);
        return least;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var call = (MlpLeast)ctx.get_data(nameof(MlpLeast));
        List<Tensor> saved = ctx.get_saved_variables();
        bool createsGraph = is_grad_enabled();
        if (createsGraph)
        {
            call.InputGradient = call.Reference(saved[1], grad_output);
        }
        else
        {
            using (no_grad())
                call.InputGradient = call.Backward(saved[1], saved[0], grad_output);
        }
        foreach (Tensor tensor in saved)
            tensor.Dispose();
        if (!createsGraph)
            grad_output.Dispose();
        // The node reads the handle after this method has ended: a reference keeps it from the finalizer.
        return [null!, call.InputGradient];
    }
}
