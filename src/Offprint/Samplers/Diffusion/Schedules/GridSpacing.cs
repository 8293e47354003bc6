namespace Offprint.Samplers.Diffusion.Schedules;

/// <summary>In which variable a grid's times are evenly spaced.</summary>
public enum GridSpacing
{
    /// <summary>λ, the log signal-to-noise ratio.</summary>
    Lambda,

    /// <summary>t.</summary>
    Time,

    /// <summary>√t.</summary>
    Quadratic,

    /// <summary>σ̄^{1/7}.</summary>
    Karras,
}

/// <summary>Grids by name.</summary>
public static class GridSpacings
{
    /// <summary>A grid over the whole range of a schedule.</summary>
    /// <param name="spacing">The variable.</param>
    /// <param name="noise">The noise levels.</param>
    /// <param name="steps">The number of steps.</param>
    /// <returns>The grid.</returns>
    public static TimeGrid Grid(this GridSpacing spacing, NoiseSchedule noise, int steps) => spacing switch
    {
        GridSpacing.Lambda => TimeGrid.UniformLambda(noise, steps),
        GridSpacing.Time => TimeGrid.UniformTime(noise, steps),
        GridSpacing.Quadratic => TimeGrid.Quadratic(noise, steps),
        GridSpacing.Karras => TimeGrid.Karras(noise, steps),
        _ => throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "Unknown spacing."),
    };

    /// <summary>The spacing in words.</summary>
    /// <param name="spacing">The variable.</param>
    /// <returns>"even in λ" and the like.</returns>
    public static string Text(this GridSpacing spacing) => spacing switch
    {
        GridSpacing.Lambda => "even in λ",
        GridSpacing.Time => "even in t",
        GridSpacing.Quadratic => "even in √t",
        _ => "Karras",
    };
}
