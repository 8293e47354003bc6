using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Offprint.Networks;

/// <summary>
/// A whole <see cref="Mlp"/> as one node of autograd. The parameters' gradients go straight into the flat buffer; one parameter stands
/// among the node's inputs as an anchor, so that outputs require gradients, and gets none from the node.
/// </summary>
/// <remarks>
/// The tape is a tensor that autograd keeps for the node: it lives as long as the graph, whether backward passes come or not, and its
/// memory goes back to the allocator, which keeps it, with the graph.
/// </remarks>
internal sealed class MlpNode : SingleTensorFunction<MlpNode>
{
    /// <inheritdoc/>
    public override string Name => nameof(MlpNode);

    /// <summary>Evaluates some members.</summary>
    /// <param name="call">What to evaluate.</param>
    /// <param name="x">[members, B, in] or [1, B, in].</param>
    /// <param name="anchor">A parameter, where gradients of parameters are wanted.</param>
    /// <returns>[members, B, out].</returns>
    public static Tensor Run(MlpCall call, Tensor x, Tensor? anchor)
    {
        bool records = is_grad_enabled();
        (call.Trains, call.NeedsInput) = (records && anchor is not null, records && x.requires_grad);
        if (!call.Trains && !call.NeedsInput)
            return call.Forward(x);
        Tensor y = apply(call, x, call.Trains ? anchor! : null!);
        call.Tape!.Dispose(); // autograd holds it now
        return y;
    }

    /// <inheritdoc/>
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (call, x) = ((MlpCall)vars[0], (Tensor)vars[1]);
        Tensor y = call.Forward(x);
        ctx.save_data(nameof(MlpCall), call);
        // The input itself is kept only where its gradient may be differentiated again; others may be overwritten meanwhile, as batches
        // are.
        ctx.save_for_backward(call.NeedsInput ? [call.Tape!, x] : [call.Tape!]);
        return y;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        var call = (MlpCall)ctx.get_data(nameof(MlpCall));
        List<Tensor> saved = ctx.get_saved_variables();
        // Gradients are recorded in a backward pass only where it creates a graph: then the input's gradient comes from libtorch's
        // operations.
        bool createsGraph = call.NeedsInput && is_grad_enabled();
        Tensor? fast, graph = createsGraph ? call.Reference(saved[1], grad_output) : null;
        using (no_grad())
            fast = call.Backward(saved[0], grad_output, call.NeedsInput && !createsGraph);
        foreach (Tensor tensor in saved)
            tensor.Dispose();
        // The node reads the handle after this method has ended: a reference keeps it from the finalizer.
        call.InputGradient = graph ?? fast;
        if (!createsGraph)
            grad_output.Dispose();
        return [null!, call.InputGradient!, null!];
    }
}
