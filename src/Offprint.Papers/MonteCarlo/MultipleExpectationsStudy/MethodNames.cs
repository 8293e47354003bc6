namespace Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;

/// <summary>Methods as figures and tables name them.</summary>
internal static class MethodNames
{
    public static string Of(EstimationMethod method) => method switch
    {
        EstimationMethod.MonteCarlo => "Monte Carlo",
        EstimationMethod.Individual => "own samples",
        EstimationMethod.Adaptive => "A-ISCV",
        EstimationMethod.NoControls => "β = 0",
        EstimationMethod.EqualWeights => "equal α",
        EstimationMethod.NoControlsEqualWeights => "β = 0, equal α",
        EstimationMethod.TwoComponents => "two components",
        _ => "best round",
    };
}
