namespace Offprint.Tensors;

/// <summary>
/// The outer step of Reptile (Nichol, Achiam and Schulman 2018, "On First-Order Meta-Learning Algorithms"): networks are trained for a few
/// steps on one task, then moved back to a fraction ε of the way that they went. θ ← θ₀ + ε (θ̃ − θ₀).
/// </summary>
/// <remarks>
/// Only parameters are interpolated; the moments of an optimizer are its own business. ε = 1 keeps θ̃ and ε = 0 returns to θ₀, both bit for
/// bit. For losses a_i/2 (θ − c_i)² and gradient descent the mean map has the fixed point Σ w_i c_i / Σ w_i with w_i = 1 − (1 − η a_i)^K,
/// whatever ε.
/// </remarks>
public sealed class Reptile : IDisposable
{
    private readonly IReadOnlyList<ParameterBuffer> _networks;
    private readonly ParameterBuffer[] _starts;

    /// <summary>Begins the first excursion from the networks as they are.</summary>
    /// <param name="networks">The parameters that are trained on tasks and interpolated.</param>
    public Reptile(params IReadOnlyList<ParameterBuffer> networks)
    {
        _networks = networks;
        _starts = [.. networks.Select(network => network.Snapshot())];
    }

    /// <summary>θ₀ of each network: values of the last <see cref="Begin"/>, in memory of their own.</summary>
    public IReadOnlyList<ParameterBuffer> Starts => _starts;

    /// <summary>Begins an excursion: the networks as they are now become θ₀.</summary>
    public void Begin()
    {
        for (int i = 0; i < _starts.Length; i++)
            _starts[i].CopyFrom(_networks[i]);
    }

    /// <summary>Ends an excursion: θ ← θ₀ + ε (θ̃ − θ₀) in all networks.</summary>
    /// <param name="rate">ε in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">ε lies outside.</exception>
    public void Step(double rate)
    {
        for (int i = 0; i < _starts.Length; i++)
            Step(i, rate);
    }

    /// <summary>The same in one network.</summary>
    /// <param name="network">Its place.</param>
    /// <param name="rate">ε in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">ε lies outside.</exception>
    public void Step(int network, double rate)
    {
        if (rate is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A rate of interpolation lies in [0, 1].");
        _networks[network].Interpolate(_starts[network], 1 - rate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ParameterBuffer start in _starts)
            start.Dispose();
    }
}
