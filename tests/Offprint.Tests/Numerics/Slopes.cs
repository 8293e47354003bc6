namespace Offprint.Tests.Numerics;

/// <summary>Convergence orders from errors at doubled numbers of steps.</summary>
internal static class Slopes
{
    /// <summary>The observed order of the last doubling.</summary>
    public static double Last(Func<int, double> error, params int[] steps)
    {
        double[] errors = [.. steps.Select(error)];
        return Math.Log(errors[^2] / errors[^1]) / Math.Log((double)steps[^1] / steps[^2]);
    }
}
