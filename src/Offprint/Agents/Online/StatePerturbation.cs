using Offprint.Tensors;
using static TorchSharp.torch;

namespace Offprint.Agents.Online;

/// <summary>States near those of a batch, for losses that ask for smoothness (RO2O, Wen et al. 2024).</summary>
public static class StatePerturbation
{
    /// <summary>s + δ_k with δ_1 … δ_n uniform in the box [−ε, ε]^obs: one set that all rows of a member share (code).</summary>
    /// <param name="observations">s, [P|1, B, obs], in the units in which ε is meant: RO2O's are standardized.</param>
    /// <param name="radius">ε; 0 gives the states themselves.</param>
    /// <param name="samples">n.</param>
    /// <param name="random">One stream a member.</param>
    /// <returns>[P, B · n, obs]: the n neighbors of a state side by side.</returns>
    public static Tensor UniformBox(Tensor observations, double radius, int samples, PopulationRandom random)
    {
        long rows = observations.shape[1], width = observations.shape[2];
        Tensor shifts = random.Uniform(samples, width).mul_(2 * radius).sub_(radius); // [P, n, obs]
        return (observations.unsqueeze(2) + shifts.unsqueeze(1)).view(random.Population, rows * samples, width);
    }
}
