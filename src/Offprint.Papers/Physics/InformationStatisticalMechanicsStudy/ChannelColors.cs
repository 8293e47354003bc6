namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>One color a thing in all figures and in the notebook's own, as places in the palette.</summary>
public static class ChannelColors
{
    /// <summary>K⁺.</summary>
    public const int Potassium = 0;

    /// <summary>Na⁺.</summary>
    public const int Sodium = 1;

    /// <summary>The causal response, and averages over unperturbed paths that equal it.</summary>
    public const int Causal = 2;

    /// <summary>The response of equilibrium.</summary>
    public const int Equilibrium = 3;

    /// <summary>Noise, and what is simulated or sampled.</summary>
    public const int Sampled = 4;

    /// <summary>Information lost.</summary>
    public const int Loss = 5;

    /// <summary>What is exact, and what is summed over species.</summary>
    public const int Exact = 6;

    /// <summary>Bounds, and what a wrong prior says.</summary>
    public const int Guide = 7;

    /// <summary>The part of the loss that goes to the medium.</summary>
    public const int Medium = 8;

    /// <summary>Entropy.</summary>
    public const int Entropy = 9;
}
