namespace Offprint.Numerics;

/// <summary>The embedded Runge–Kutta pair 5(4) of Dormand and Prince (1980), with step control on the scaled error.</summary>
internal static class DormandPrince
{
    /// <summary>Stage times as fractions of the step.</summary>
    public static readonly double[] C = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    /// <summary>Stage weights; the last row is the solution of order 5.</summary>
    public static readonly double[][] A =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>Order 5 minus order 4.</summary>
    public static readonly double[] E =
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40];

    /// <summary>Fills stages 1 to 6 (stage 0 is given) and the solution of order 5.</summary>
    public static void Stages(OdeField field, double t, double[] y, double h, double[][] stages, double[] next, double[] work)
    {
        for (int s = 1; s < 7; s++)
        {
            double[] point = s == 6 ? next : work;
            for (int i = 0; i < y.Length; i++)
            {
                double sum = 0;
                for (int j = 0; j < s; j++)
                    sum += A[s][j] * stages[j][i];
                point[i] = y[i] + h * sum;
            }
            field(t + C[s] * h, point, stages[s]);
        }
    }

    /// <summary>The largest scaled error of the step; at most 1 is acceptable, NaN counts as infinite.</summary>
    public static double Error(double[][] stages, double[] y, double[] next, double h, OdeTolerance tolerance)
    {
        double worst = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double difference = 0;
            for (int s = 0; s < 7; s++)
                difference += E[s] * stages[s][i];
            double scale = tolerance.Absolute + tolerance.Relative * Math.Max(Math.Abs(y[i]), Math.Abs(next[i]));
            double error = Math.Abs(h * difference) / scale;
            worst = error > worst || double.IsNaN(error) ? error : worst;
            if (double.IsNaN(worst))
                return double.PositiveInfinity;
        }
        return worst;
    }

    /// <summary>The factor of the next step.</summary>
    public static double Growth(double error) => error == 0 ? 5 : Math.Clamp(0.9 * Math.Pow(error, -0.2), 0.2, 5);
}
