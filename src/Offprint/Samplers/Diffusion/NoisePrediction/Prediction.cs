namespace Offprint.Samplers.Diffusion.NoisePrediction;

/// <summary>What a network predicts, or what an exponential step interpolates.</summary>
public enum Prediction
{
    /// <summary>ε.</summary>
    Noise,

    /// <summary>x̂₀ = (x − σ ε)/α.</summary>
    Data,

    /// <summary>∇ log p_t = −ε/σ.</summary>
    Score,

    /// <summary>v = α ε − σ x̂₀ (Salimans and Ho 2022).</summary>
    Velocity,
}
