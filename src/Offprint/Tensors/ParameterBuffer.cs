using System.Security.Cryptography;
using Offprint.Tensors.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>
/// All parameters that one optimizer trains, in one flat buffer, with their gradients in a second one of the same layout: an optimizer
/// step, a target update or a snapshot is one pass over memory whatever the number of layers.
/// </summary>
/// <remarks>
/// Each parameter is a contiguous block <c>[P, …]</c> and a leaf of autograd whose gradient is a view of <see cref="Gradients"/>:
/// backward passes add to it in place. float32 on the CPU.
/// </remarks>
public sealed class ParameterBuffer : IDisposable
{
    private readonly Dictionary<string, Tensor> _views = [];
    private readonly Dictionary<string, Tensor> _gradientViews = [];
    private readonly int[] _offsets; // of each parameter, and the end
    private readonly string _layout; // compared at each target update
    private bool _adopted; // from a module
    private readonly unsafe float* _valuePointer;
    private readonly unsafe float* _gradientPointer;

    /// <summary>Allocates a buffer of zeros.</summary>
    /// <param name="population">P, the number of members.</param>
    /// <param name="specs">The parameters, in the order of the layout.</param>
    /// <param name="trainable">Whether gradients are kept; a target network has none.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name.</exception>
    public unsafe ParameterBuffer(int population, IReadOnlyList<ParameterSpec> specs, bool trainable = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(population);
        LibTorch.EnsureLoaded();
        Population = population;
        Specs = specs;
        _layout = string.Join(", ", specs.Select(spec => $"{spec.Name}({string.Join('×', spec.Shape)})"));
        Count = population * specs.Sum(s => s.Size);
        Values = zeros(Count).DetachFromDisposeScope();
        Gradients = trainable ? zeros(Count).DetachFromDisposeScope() : null;
        _valuePointer = TensorMemory.Pointer(Values);
        _gradientPointer = Gradients is null ? null : TensorMemory.Pointer(Gradients);
        _offsets = new int[specs.Count + 1];
        int offset = 0;
        for (int i = 0; i < specs.Count; i++)
        {
            ParameterSpec spec = specs[i];
            if (_views.ContainsKey(spec.Name))
                throw new ArgumentException($"Two parameters are named '{spec.Name}'.", nameof(specs));
            AddView(spec, offset);
            _offsets[i + 1] = offset = checked(offset + population * (int)spec.Size);
        }
    }

    /// <summary>P, the number of members that are trained as one.</summary>
    public int Population { get; }

    /// <summary>The parameters, in the order of the layout.</summary>
    public IReadOnlyList<ParameterSpec> Specs { get; }

    /// <summary>How many numbers the buffer holds, all members together.</summary>
    public long Count { get; }

    /// <summary>All values, <c>[Count]</c>.</summary>
    public Tensor Values { get; }

    /// <summary>All gradients, <c>[Count]</c>; <see langword="null"/> for a buffer that is not trained.</summary>
    public Tensor? Gradients { get; }

    /// <summary>A parameter of all members, <c>[P, …]</c>: a view that shares the buffer's memory.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such parameter.</exception>
    public Tensor this[string name] => _views.TryGetValue(name, out var view)
        ? view
        : throw new KeyNotFoundException($"There is no parameter '{name}'. There is: {string.Join(", ", _views.Keys)}.");

    /// <summary>The values in memory: changes are seen by every view.</summary>
    public unsafe Span<float> ValueSpan => new(ValuePointer, checked((int)Count));

    /// <summary>The gradients in memory.</summary>
    /// <exception cref="InvalidOperationException">The buffer is not trained.</exception>
    public unsafe Span<float> GradientSpan => new(GradientPointer, checked((int)Count));

    /// <summary>Where the values begin; valid while the buffer lives.</summary>
    /// <exception cref="ObjectDisposedException">It does not.</exception>
    internal unsafe float* ValuePointer => Values.IsInvalid ? throw new ObjectDisposedException(nameof(ParameterBuffer)) : _valuePointer;

    /// <summary>Where the gradients begin; valid while the buffer lives.</summary>
    /// <exception cref="InvalidOperationException">The buffer is not trained.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed of.</exception>
    internal unsafe float* GradientPointer => Gradients is null
        ? throw new InvalidOperationException("This buffer keeps no gradients: it belongs to a target network or an average.")
        : Gradients.IsInvalid ? throw new ObjectDisposedException(nameof(ParameterBuffer)) : _gradientPointer;

    /// <summary>Moves the parameters of a TorchSharp module into a buffer of population one; the module goes on using them.</summary>
    /// <param name="module">The module, float32 on the CPU.</param>
    /// <returns>The buffer.</returns>
    public static ParameterBuffer Adopt(nn.Module module)
    {
        var parameters = module.named_parameters().ToList();
        var buffer = new ParameterBuffer(1, [.. parameters.Select(p => new ParameterSpec(p.name, p.parameter.shape))]);
        buffer._adopted = true;
        using var guard = no_grad();
        foreach (var (name, parameter) in parameters)
            buffer.Take(name, parameter);
        return buffer;
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients() => GradientSpan.Clear();

    /// <summary>Whether another buffer has the same population and the same parameters in the same order.</summary>
    /// <param name="other">The other buffer.</param>
    /// <returns>Whether it has.</returns>
    public bool HasLayoutOf(ParameterBuffer other) => other.Population == Population
        && other._layout == _layout;

    /// <summary>Copies the values of another buffer.</summary>
    /// <param name="other">A buffer of the same layout.</param>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public void CopyFrom(ParameterBuffer other)
    {
        CheckLayout(other);
        other.ValueSpan.CopyTo(ValueSpan);
    }

    /// <summary>Copies the values of one member from a member of another buffer, or of this one.</summary>
    /// <param name="member">Which member receives them, from 0.</param>
    /// <param name="other">A buffer of the same parameters; its population may differ.</param>
    /// <param name="source">Which of its members gives them.</param>
    /// <exception cref="ArgumentException">The parameters differ.</exception>
    public void CopyMember(int member, ParameterBuffer other, int source)
    {
        if (other._layout != _layout)
            throw new ArgumentException($"The layouts differ: [{_layout}] here, [{other._layout}] there.", nameof(other));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)member, (uint)Population, nameof(member));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)source, (uint)other.Population, nameof(source));
        for (int parameter = 0; parameter < Specs.Count; parameter++)
        {
            ((int start, int length), (int from, _)) = (Place(parameter, member), other.Place(parameter, source));
            other.ValueSpan.Slice(from, length).CopyTo(ValueSpan.Slice(start, length));
        }
    }

    /// <summary>Moves the values towards another buffer's: θ ← (1 − w) θ + w θ′ (Polyak averaging with w = τ).</summary>
    /// <param name="other">A buffer of the same layout.</param>
    /// <param name="weight">w in [0, 1].</param>
    /// <exception cref="ArgumentException">The layouts differ.</exception>
    public void Interpolate(ParameterBuffer other, double weight)
    {
        CheckLayout(other);
        using var guard = no_grad();
        Values.lerp_(other.Values, weight);
    }

    /// <summary>A copy that keeps no gradients: the start of a target network or an average.</summary>
    /// <returns>The copy.</returns>
    public ParameterBuffer Snapshot()
    {
        var copy = new ParameterBuffer(Population, Specs, trainable: false);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>The Euclidean norm of all gradients together.</summary>
    /// <returns>The norm.</returns>
    public double GradientNorm()
    {
        using var guard = no_grad();
        using var norm = (Gradients ?? throw new InvalidOperationException("This buffer keeps no gradients.")).norm();
        return norm.ToDouble();
    }

    /// <summary>The Euclidean norm of each member's gradients: the same bits for any population and any vector width.</summary>
    /// <param name="norms">[P]; receives the norms.</param>
    /// <exception cref="InvalidOperationException">The buffer is not trained.</exception>
    public unsafe void GradientNorms(Span<double> norms)
    {
        if (_adopted)
        {
            norms[0] = GradientNorm(); // libtorch's sum, with which the image networks that ship were trained
            return;
        }
        for (int p = 0; p < Population; p++)
        {
            double sum = 0;
            for (int parameter = 0; parameter < Specs.Count; parameter++)
            {
                (int start, int length) = Place(parameter, p);
                sum += Rows.SumOfSquares(GradientPointer + start, length);
            }
            norms[p] = Math.Sqrt(sum);
        }
    }

    /// <summary>Where a member's numbers of a parameter lie in the buffer.</summary>
    internal (int Start, int Length) Place(int parameter, int member)
    {
        int size = (_offsets[parameter + 1] - _offsets[parameter]) / Population;
        return (_offsets[parameter] + member * size, size);
    }

    /// <summary>SHA-256 of the values, as hexadecimal digits: equal only for the same bits.</summary>
    /// <returns>64 digits.</returns>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Values.bytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views.Values.Concat(_gradientViews.Values))
            view.Dispose();
        Values.Dispose();
        Gradients?.Dispose();
    }

    private void AddView(ParameterSpec spec, long offset)
    {
        long[] shape = [Population, .. spec.Shape];
        var view = BlockOf(Values, spec, offset, shape);
        if (Gradients is not null)
        {
            var gradient = BlockOf(Gradients, spec, offset, shape);
            view.requires_grad_(true);
            view.grad = gradient;
            _gradientViews[spec.Name] = gradient;
        }
        _views[spec.Name] = view;
    }

    private Tensor BlockOf(Tensor flat, ParameterSpec spec, long offset, long[] shape)
    {
        using var block = flat.narrow(0, offset, Population * spec.Size);
        using var shaped = block.view(shape);
        return shaped.detach().DetachFromDisposeScope();
    }

    private void Take(string name, Parameter parameter)
    {
        using var scope = NewDisposeScope(); // a temporary must outlive the native call that works on it
        // The module's own tensor is pointed at the buffer's memory; population one has no axis in the module.
        var view = this[name].squeeze(0).detach();
        view.copy_(parameter);
        parameter.set_(view);
        parameter.grad = _gradientViews[name].squeeze(0).detach();
    }

    private void CheckLayout(ParameterBuffer other)
    {
        if (!HasLayoutOf(other))
        {
            throw new ArgumentException(
                $"The layouts differ: {Population} × [{_layout}] here, {other.Population} × [{other._layout}] there.", nameof(other));
        }
    }
}
