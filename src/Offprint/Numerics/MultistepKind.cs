namespace Offprint.Numerics;

/// <summary>How a linear multistep method turns past evaluations into the direction of its next step.</summary>
public enum MultistepKind
{
    /// <summary>Adams–Bashforth: a weighted sum of the newest evaluations (PLMS of the diffusion literature).</summary>
    AdamsBashforth,

    /// <summary>Polyak's heavy ball: the moving average of Adams–Bashforth directions. Order 1 for β &lt; 1.</summary>
    HeavyBall,

    /// <summary>
    /// GHVB: the Adams–Bashforth-like combination of moving averages of evaluations, with coefficients that keep the order.
    /// </summary>
    GeneralizedHeavyBall,

    /// <summary>Nesterov's momentum on Adams–Bashforth directions. Order 1 for β &lt; 1.</summary>
    Nesterov,

    /// <summary>(1 − β) times Adams–Bashforth of order r − 1 plus β times that of order r.</summary>
    NaiveInterpolation,
}

/// <summary>How a multistep method gets the values that its first full step needs.</summary>
public enum StartUp
{
    /// <summary>
    /// The methods of orders 1, 2, … on the values there are, velocity starting at the first evaluation: the official rule.
    /// </summary>
    LowOrder,

    /// <summary>Steps of the classical Runge–Kutta method, four evaluations each.</summary>
    RungeKutta,

    /// <summary>States that the caller supplies.</summary>
    ExactHistory,
}
