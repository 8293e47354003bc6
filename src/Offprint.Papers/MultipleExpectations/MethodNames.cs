namespace Offprint.Papers.MultipleExpectations;

/// <summary>Methods as figures and tables name them.</summary>
internal static class MethodNames
{
    public static string Of(EstimationMethod method) => method switch
    {
        EstimationMethod.MonteCarlo => "Monte Carlo",
        EstimationMethod.Individual => "individual samples",
        EstimationMethod.Adaptive => "A-ISCV",
        EstimationMethod.NoControls => "no control variates (β = 0)",
        EstimationMethod.EqualWeights => "equal weights α",
        EstimationMethod.NoControlsEqualWeights => "neither",
        EstimationMethod.TwoComponents => "two-component densities",
        _ => "best round",
    };
}
