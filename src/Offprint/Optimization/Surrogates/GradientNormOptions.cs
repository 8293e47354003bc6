namespace Offprint.Optimization.Surrogates;

/// <summary>What becomes of a multiplier whose constraint is met.</summary>
public enum MultiplierRule
{
    /// <summary>It stays at zero or above: the condition of an inequality.</summary>
    NonNegative,

    /// <summary>It may fall below zero and then rewards sharpness, so that the norm is held at ε/ρ from both sides (code).</summary>
    Unclamped,
}

/// <summary>The constraint ρ‖∇h(w)‖ ≤ ε on a surrogate's mean output h, as a Lagrangian (Dao et al. 2024).</summary>
/// <param name="Rho">ρ, the radius of the perturbations that are meant.</param>
/// <param name="Radius">r, the step of the finite difference.</param>
/// <param name="Epsilon">ε; without meaning where the multiplier's rate is zero.</param>
/// <param name="InitialMultiplier">λ₀.</param>
/// <param name="MultiplierRate">η_λ, the multiplier's ascent a batch; zero keeps λ₀.</param>
/// <param name="Rule">What becomes of the multiplier below zero.</param>
public sealed record GradientNormOptions(
    double Rho, double Radius, double Epsilon, double InitialMultiplier, double MultiplierRate,
    MultiplierRule Rule = MultiplierRule.NonNegative)
{
    /// <summary>IGNITE as run in the paper: ρ = r = 0.05, ε = 0.1, λ₀ = η_λ = 10⁻³ (run scripts), for all methods and tasks.</summary>
    public static GradientNormOptions Ignite { get; } = new(0.05, 0.05, 0.1, 1e-3, 1e-3);

    /// <summary>IGNITE-2: a fixed weight 0.01 with ρ = r = 0.2 (run scripts).</summary>
    public static GradientNormOptions Ignite2 { get; } = new(0.2, 0.2, 0, 0.01, 0);

    internal void Check()
    {
        if (!(Rho > 0 && Radius > 0 && Epsilon >= 0 && double.IsFinite(InitialMultiplier) && MultiplierRate >= 0))
            throw new ArgumentException($"{this}: ρ and r are positive, ε and the multiplier's rate are not negative.");
    }
}
