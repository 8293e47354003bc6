using System.Numerics;
using System.Runtime.InteropServices;

namespace Offprint.Tensors;

/// <summary>Options of <see cref="Adam"/>.</summary>
/// <param name="LearningRate">η. Default 10⁻³ (Kingma and Ba 2015).</param>
/// <param name="Beta1">β₁, the decay of the first moment. Default 0.9.</param>
/// <param name="Beta2">β₂, the decay of the second moment. Default 0.999.</param>
/// <param name="Epsilon">ε, added to the root of the second moment. Default 10⁻⁸.</param>
/// <param name="WeightDecay">λ, decoupled as in AdamW (Loshchilov and Hutter 2019). Default 0.</param>
/// <param name="MaxGradientNorm">Gradients of a larger norm are scaled down to it; <see langword="null"/> (the default) scales none.</param>
public sealed record AdamOptions(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, double? MaxGradientNorm = null);

/// <summary>
/// Adam on a <see cref="ParameterBuffer"/>: one pass over memory updates both moments and the values and clears the gradients.
/// </summary>
/// <remarks>
/// <c>m ← β₁ m + (1 − β₁) g</c>, <c>v ← β₂ v + (1 − β₂) g²</c>,
/// <c>θ ← θ − η λ θ − η m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)</c>.
/// </remarks>
public sealed class Adam
{
    private readonly ParameterBuffer _parameters;
    private readonly float[] _first;
    private readonly float[] _second;

    /// <summary>Makes an optimizer with moments of zero.</summary>
    /// <param name="parameters">What it trains.</param>
    /// <param name="options">Its options; <see langword="null"/> for the defaults.</param>
    public Adam(ParameterBuffer parameters, AdamOptions? options = null)
    {
        _parameters = parameters;
        Options = options ?? new AdamOptions();
        _first = new float[parameters.Count];
        _second = new float[parameters.Count];
    }

    /// <summary>The options.</summary>
    public AdamOptions Options { get; }

    /// <summary>t, the steps taken so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes a step along the gradients and sets them to zero.</summary>
    /// <param name="learningRateScale">Multiplies η, for schedules. Default 1.</param>
    public void Step(double learningRateScale = 1)
    {
        Steps++;
        double rate = Options.LearningRate * learningRateScale;
        double clip = 1;
        if (Options.MaxGradientNorm is { } limit)
            clip = Math.Min(1, limit / (_parameters.GradientNorm() + 1e-6)); // the same small term as PyTorch's clip_grad_norm_
        Update(
            _parameters.ValueSpan, _parameters.GradientSpan, _first, _second,
            (float)clip, (float)Options.Beta1, (float)Options.Beta2,
            (float)(rate / (1 - Math.Pow(Options.Beta1, Steps))), (float)(1 / Math.Sqrt(1 - Math.Pow(Options.Beta2, Steps))),
            (float)Options.Epsilon, (float)(1 - rate * Options.WeightDecay));
    }

    /// <summary>The moments and the step count, to resume from.</summary>
    /// <returns>Copies.</returns>
    public AdamState Save() => new(Steps, [.. _first], [.. _second]);

    /// <summary>Takes up the moments and the step count of a former run.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentException">It belongs to a buffer of another size.</exception>
    public void Load(AdamState state)
    {
        if (state.First.Length != _first.Length || state.Second.Length != _second.Length)
            throw new ArgumentException($"The state holds {state.First.Length} moments, the buffer {_first.Length} parameters.", nameof(state));
        state.First.CopyTo(_first, 0);
        state.Second.CopyTo(_second, 0);
        Steps = state.Steps;
    }

    private static void Update(Span<float> values, Span<float> gradients, Span<float> first, Span<float> second,
        float clip, float beta1, float beta2, float rate, float secondScale, float epsilon, float decay)
    {
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
        gradients.Clear();
    }
}

/// <summary>What an <see cref="Adam"/> optimizer resumes from.</summary>
/// <param name="Steps">t, the steps taken.</param>
/// <param name="First">First moments.</param>
/// <param name="Second">Second moments.</param>
public sealed record AdamState(long Steps, float[] First, float[] Second);
