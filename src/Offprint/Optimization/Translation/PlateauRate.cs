using System.ComponentModel.DataAnnotations;

namespace Offprint.Optimization.Translation;

/// <summary>When a learning rate falls: after the loss has not improved for a while.</summary>
public sealed record PlateauOptions
{
    /// <summary>What the rate is multiplied with. Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double Factor { get; init; } = 0.5;

    /// <summary>Observations without improvement that are let pass. Default 200.</summary>
    [Range(0, int.MaxValue)]
    public int Patience { get; init; } = 200;

    /// <summary>Observations after a fall that do not count. Default 200.</summary>
    [Range(0, int.MaxValue)]
    public int Cooldown { get; init; } = 200;

    /// <summary>The relative fall of the loss that is an improvement. Default 10⁻⁴.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 1e-4;

    /// <summary>The smallest rate, as a part of the first. Default 5·10⁻⁴ (code: 5·10⁻⁷ of 10⁻³).</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; init; } = 5e-4;
}

/// <summary>
/// The rate of a training that watches its own loss, as PyTorch's <c>ReduceLROnPlateau</c>: of noisy losses, such as those of single
/// batches, the least so far is hardly ever beaten, and the rate falls fast.
/// </summary>
/// <param name="options">When it falls.</param>
public sealed class PlateauRate(PlateauOptions options)
{
    private double _best = double.PositiveInfinity;
    private int _since, _cooling;

    /// <summary>The rate as a part of the first.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>Takes a loss.</summary>
    /// <param name="loss">The loss.</param>
    public void Observe(double loss)
    {
        bool improves = loss < _best * (1 - options.Threshold);
        _since = improves ? 0 : _since + 1;
        if (improves)
            _best = loss;
        if (_cooling > 0)
        {
            _cooling--;
            _since = 0;
        }
        if (_since <= options.Patience)
            return;
        Scale = Math.Max(options.Floor, Scale * options.Factor);
        (_cooling, _since) = (options.Cooldown, 0);
    }
}
