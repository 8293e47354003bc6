using System.Numerics;
using System.Runtime.InteropServices;

namespace Offprint.Tensors;

/// <summary>Options of <see cref="Adam"/>.</summary>
/// <param name="LearningRate">η. Default 10⁻³ (Kingma and Ba 2015).</param>
/// <param name="Beta1">β₁, the decay of the first moment. Default 0.9.</param>
/// <param name="Beta2">β₂, the decay of the second moment. Default 0.999.</param>
/// <param name="Epsilon">ε, added to the root of the second moment. Default 10⁻⁸.</param>
/// <param name="WeightDecay">λ, decoupled as in AdamW (Loshchilov and Hutter 2019). Default 0.</param>
/// <param name="MaxGradientNorm">
/// A member whose gradients have a larger norm gets them scaled down to it, whatever those of others are; <see langword="null"/> (the
/// default)
/// scales none.
/// </param>
public sealed record AdamOptions(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0,
    double? MaxGradientNorm = null);

/// <summary>
/// Adam on a <see cref="ParameterBuffer"/>: one pass over memory updates both moments and the values and clears the gradients.
/// </summary>
/// <remarks>
/// <c>m ← β₁ m + (1 − β₁) g</c>, <c>v ← β₂ v + (1 − β₂) g²</c>,
/// <c>θ ← θ − η λ θ − η m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)</c>.
/// Members may rest while others take steps: each counts its own t, so that what becomes of it does not depend on the others.
/// </remarks>
public sealed class Adam
{
    private readonly ParameterBuffer _parameters;
    private readonly float[] _first;
    private readonly float[] _second;
    private readonly long[] _steps; // t of each member
    private readonly double[] _norms;

    /// <summary>Makes an optimizer with moments of zero.</summary>
    /// <param name="parameters">What it trains.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    public Adam(ParameterBuffer parameters, AdamOptions? options = null)
    {
        _parameters = parameters;
        Options = options ?? new AdamOptions();
        _first = new float[parameters.Count];
        _second = new float[parameters.Count];
        _steps = new long[parameters.Population];
        _norms = new double[parameters.Population];
    }

    /// <summary>The options.</summary>
    public AdamOptions Options { get; }

    /// <summary>t, the steps taken so far by the member that took most.</summary>
    public long Steps => _steps.Max();

    /// <summary>Takes a step along the gradients and sets them to zero.</summary>
    /// <param name="learningRateScale">Multiplies η, for schedules. Default 1.</param>
    /// <param name="members">
    /// [P], which members take the step; the values and moments of the others stay as they are, bit for bit. Empty (the default) for all.
    /// </param>
    /// <exception cref="ArgumentException">The members are not P.</exception>
    public void Step(double learningRateScale = 1, ReadOnlySpan<bool> members = default)
    {
        if (members.Length != 0 && members.Length != _steps.Length)
            throw new ArgumentException($"The optimizer trains {_steps.Length} members, not {members.Length}.", nameof(members));
        bool all = !members.Contains(false);
        for (int p = 0; p < _steps.Length; p++)
            _steps[p] += all || members[p] ? 1 : 0;
        double rate = Options.LearningRate * learningRateScale;
        if (Options.MaxGradientNorm is not null)
            _parameters.GradientNorms(_norms);
        // Members that differ in nothing but their numbers are one pass over memory.
        if (all && !_steps.AsSpan().ContainsAnyExcept(_steps[0]) && (_steps.Length == 1 || Options.MaxGradientNorm is null))
            StepPart(_parameters.ValueSpan, _parameters.GradientSpan, 0, _first.Length, FactorsOf(0, rate));
        else
            StepMembers(rate, all ? default : members);
        _parameters.ClearGradients();
    }

    private void StepMembers(double rate, ReadOnlySpan<bool> members)
    {
        Span<float> values = _parameters.ValueSpan, gradients = _parameters.GradientSpan;
        for (int p = 0; p < _steps.Length; p++)
        {
            if (!members.IsEmpty && !members[p])
                continue;
            Factors factors = FactorsOf(p, rate);
            for (int parameter = 0; parameter < _parameters.Specs.Count; parameter++)
            {
                (int start, int length) = _parameters.Place(parameter, p);
                StepPart(values, gradients, start, length, factors);
            }
        }
    }

    /// <summary>Begins anew: moments of zero, no step taken.</summary>
    public void Reset()
    {
        Array.Clear(_first);
        Array.Clear(_second);
        Array.Clear(_steps);
    }

    /// <summary>The moments and the step count, to resume from.</summary>
    /// <returns>Copies.</returns>
    public AdamState Save() => new(_steps.AsSpan().ContainsAnyExcept(_steps[0]) ? [.. _steps] : [_steps[0]], [.. _first], [.. _second]);

    /// <summary>Takes up the moments and the step count of a former run.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentException">It belongs to a buffer of another size.</exception>
    public void Load(AdamState state)
    {
        if (state.First.Length != _first.Length || state.Second.Length != _second.Length)
            throw new ArgumentException($"The state holds {state.First.Length} moments, the buffer {_first.Length} parameters.",
                nameof(state));
        if (state.Steps.Length != 1 && state.Steps.Length != _steps.Length)
            throw new ArgumentException($"The state counts the steps of {state.Steps.Length} members, the buffer has {_steps.Length}.",
                nameof(state));
        state.First.CopyTo(_first, 0);
        state.Second.CopyTo(_second, 0);
        for (int p = 0; p < _steps.Length; p++)
            _steps[p] = state.Steps[state.Steps.Length == 1 ? 0 : p];
    }

    /// <summary>What multiplies a member's gradients and moments in its step.</summary>
    private readonly record struct Factors(float Clip, float Rate, float SecondScale, float Decay);

    private Factors FactorsOf(int member, double rate)
    {
        long step = _steps[member];
        double clip = Options.MaxGradientNorm is { } limit
            ? Math.Min(1, limit / (_norms[member] + 1e-6)) // the same small term as PyTorch's clip_grad_norm_
            : 1;
        return new(
            (float)clip, (float)(rate / (1 - Math.Pow(Options.Beta1, step))), (float)(1 / Math.Sqrt(1 - Math.Pow(Options.Beta2, step))),
            (float)(1 - rate * Options.WeightDecay));
    }

    private void StepPart(Span<float> allValues, Span<float> allGradients, int start, int length, Factors factors)
    {
        Span<float> values = allValues.Slice(start, length), gradients = allGradients.Slice(start, length);
        Span<float> first = _first.AsSpan(start, length), second = _second.AsSpan(start, length);
        (float clip, float rate, float secondScale, float decay) = factors;
        (float beta1, float beta2, float epsilon) = ((float)Options.Beta1, (float)Options.Beta2, (float)Options.Epsilon);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var firstVectors = MemoryMarshal.Cast<float, Vector<float>>(first);
        var secondVectors = MemoryMarshal.Cast<float, Vector<float>>(second);
        var epsilonVector = new Vector<float>(epsilon);
        for (int i = 0; i < vectors.Length; i++)
        {
            var g = gradientVectors[i] * clip;
            var m = firstVectors[i] = firstVectors[i] * beta1 + g * (1 - beta1);
            var v = secondVectors[i] = secondVectors[i] * beta2 + g * g * (1 - beta2);
            vectors[i] = vectors[i] * decay - m * rate / (Vector.SquareRoot(v) * secondScale + epsilonVector);
        }
        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            float g = gradients[i] * clip;
            float m = first[i] = first[i] * beta1 + g * (1 - beta1);
            float v = second[i] = second[i] * beta2 + g * g * (1 - beta2);
            values[i] = values[i] * decay - m * rate / (MathF.Sqrt(v) * secondScale + epsilon);
        }
    }
}

/// <summary>What an <see cref="Adam"/> optimizer resumes from.</summary>
/// <param name="Steps">t, the steps taken: of each member, or one number for all.</param>
/// <param name="First">First moments.</param>
/// <param name="Second">Second moments.</param>
public sealed record AdamState(long[] Steps, float[] First, float[] Second);
