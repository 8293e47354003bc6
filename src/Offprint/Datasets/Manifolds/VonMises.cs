using Offprint.Numerics;

namespace Offprint.Datasets.Manifolds;

/// <summary>The von Mises law on the circle, density proportional to exp(κ cos(θ − μ)).</summary>
internal static class VonMises
{
    /// <summary>An angle in (−π, π] around 0, by rejection (Best and Fisher 1979).</summary>
    public static double Next(RandomStream random, double concentration)
    {
        double tau = 1 + Math.Sqrt(1 + 4 * concentration * concentration);
        double rho = (tau - Math.Sqrt(2 * tau)) / (2 * concentration), r = (1 + rho * rho) / (2 * rho);
        while (true)
        {
            double z = Math.Cos(Math.PI * random.NextDouble()), f = (1 + r * z) / (r + z), c = concentration * (r - f);
            double u = 1 - random.NextDouble();
            if (c * (2 - c) > u || Math.Log(c / u) + 1 >= c)
                return random.NextDouble() < 0.5 ? -Math.Acos(f) : Math.Acos(f);
        }
    }
}
