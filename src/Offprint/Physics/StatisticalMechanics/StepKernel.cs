namespace Offprint.Physics.StatisticalMechanics;

/// <summary>One step of a jump process in discrete time: at most one move, driven by λ.</summary>
/// <param name="process">The process.</param>
/// <param name="probabilities">Of the moves, in the process's order; weights in a tilted ensemble.</param>
/// <param name="stay">Of making no move, [states].</param>
internal sealed class StepKernel(JumpProcess process, double[] probabilities, double[] stay)
{
    public double[] Probabilities { get; } = probabilities;

    public double[] Stay { get; } = stay;

    /// <summary>ΣP(m|x) j: the charge expected from each state.</summary>
    public double[] MeanCharges { get; } = Sums(process, probabilities, 1);

    /// <summary>ΣP(m|x) j².</summary>
    public double[] SquaredCharges { get; } = Sums(process, probabilities, 2);

    /// <summary>The law after the step.</summary>
    public void Forward(ReadOnlySpan<double> law, Span<double> next)
    {
        for (int x = 0; x < next.Length; x++)
            next[x] = law[x] * Stay[x];
        for (int m = 0; m < Probabilities.Length; m++)
            next[process.Moves[m].To] += law[process.Moves[m].From] * Probabilities[m];
    }

    /// <summary>The measure after the step, each move weighted by its charge.</summary>
    public void ForwardCharged(ReadOnlySpan<double> law, Span<double> next)
    {
        next.Clear();
        for (int m = 0; m < Probabilities.Length; m++)
            next[process.Moves[m].To] += law[process.Moves[m].From] * Probabilities[m] * process.Moves[m].Charge;
    }

    /// <summary>The expectation, before the step, of a function of the state after it.</summary>
    public void Backward(ReadOnlySpan<double> after, Span<double> before)
    {
        for (int x = 0; x < before.Length; x++)
            before[x] = Stay[x] * after[x];
        for (int m = 0; m < Probabilities.Length; m++)
            before[process.Moves[m].From] += Probabilities[m] * after[process.Moves[m].To];
    }

    /// <summary>Σ law(x) P(m|x) j value(y) over moves m from x to y.</summary>
    public double ChargedSum(ReadOnlySpan<double> law, ReadOnlySpan<double> value)
    {
        double sum = 0;
        for (int m = 0; m < Probabilities.Length; m++)
            sum += law[process.Moves[m].From] * Probabilities[m] * process.Moves[m].Charge * value[process.Moves[m].To];
        return sum;
    }

    /// <summary>Σ law(x) P(m|x) j² value(y) over moves m from x to y.</summary>
    public double SquaredChargedSum(ReadOnlySpan<double> law, ReadOnlySpan<double> value)
    {
        double sum = 0;
        for (int m = 0; m < Probabilities.Length; m++)
        {
            var move = process.Moves[m];
            sum += law[move.From] * Probabilities[m] * move.Charge * move.Charge * value[move.To];
        }
        return sum;
    }

    private static double[] Sums(JumpProcess process, double[] probabilities, int power)
    {
        double[] sums = new double[process.States];
        for (int m = 0; m < probabilities.Length; m++)
            sums[process.Moves[m].From] += probabilities[m] * Math.Pow(process.Moves[m].Charge, power);
        return sums;
    }
}
