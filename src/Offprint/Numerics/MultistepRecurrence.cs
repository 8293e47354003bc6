namespace Offprint.Numerics;

/// <summary>What <see cref="MultistepRecurrence{T}"/> asks of its vectors, so that arrays and tensors share one momentum logic.</summary>
/// <typeparam name="T">A vector.</typeparam>
internal interface IVectorSpace<T>
{
    /// <summary>Σ weights[j] · vectors[j], always a new vector; terms of weight zero do not count, even if they are not finite.</summary>
    T Combine(ReadOnlySpan<double> weights, ReadOnlySpan<T> vectors);

    /// <summary>Makes a vector outlive the present step.</summary>
    void Keep(T vector);

    /// <summary>Lets go of a vector that was kept.</summary>
    void Release(T vector);
}

/// <summary>The memory of a <see cref="MultistepMethod"/>: takes each new evaluation and gives the direction of the step.</summary>
/// <typeparam name="T">A vector.</typeparam>
internal sealed class MultistepRecurrence<T>(MultistepMethod method, IVectorSpace<T> space)
    where T : class
{
    private readonly double[][] _weights = [.. Enumerable.Range(1, method.Order).Select(method.Weights)];
    private readonly List<T> _past = []; // newest first; GHVB stores averages v here, all other kinds raw evaluations
    private T? _velocity;                // HeavyBall and Nesterov

    /// <summary>Takes the evaluation at the present point and gives the direction of the step from it.</summary>
    public T Advance(T evaluation)
    {
        double beta = method.Beta;
        switch (method.Kind)
        {
            case MultistepKind.GeneralizedHeavyBall:
                Push(_past.Count == 0 ? evaluation : space.Combine([1 - beta, beta], [_past[0], evaluation]));
                return Combination();
            case MultistepKind.HeavyBall:
                Push(evaluation);
                return Average(Combination());
            case MultistepKind.Nesterov:
                Push(evaluation);
                T adams = Combination();
                return space.Combine([1 - beta, beta], [Average(adams), adams]);
            default:
                Push(evaluation);
                return Combination();
        }
    }

    /// <summary>
    /// Sets the memory so that the next steps satisfy the method's one-line form exactly, as if it had always run.
    /// </summary>
    /// <param name="evaluations">At least as many as the method's history length, oldest first, without the one at the present
    /// point.</param>
    /// <param name="lastDirection">(x_n − x_{n−1})/δ_{n−1} of the last two states; used only with momentum.</param>
    public void Prime(IReadOnlyList<T> evaluations, T? lastDirection)
    {
        T[] newest = [.. evaluations.Reverse().Take(method.HistoryLength)];
        if (method.HasMomentum && method.Kind == MultistepKind.GeneralizedHeavyBall)
        {
            PrimeAverages(newest, lastDirection!);
            return;
        }
        foreach (T evaluation in newest.Reverse())
            Push(evaluation);
        if (!method.HasMomentum)
            return;
        T velocity = lastDirection!;
        if (method.Kind == MultistepKind.Nesterov) // direction = (1 − β) v + β p
            velocity = space.Combine([1 / (1 - method.Beta), -method.Beta / (1 - method.Beta)], [velocity, Combination()]);
        space.Keep(velocity);
        _velocity = velocity;
    }

    /// <summary>
    /// GHVB: of all sequences v_{−j} = (1 − β) v_{−j−1} + β e_{−j} the one with Σ_j w_j v_{−j} = last direction. The oldest average u
    /// enters that sum with the factor S = Σ_j w_j (1 − β)^{r−j} = γ_{r−1} (−β)^{r−1}, which is never zero.
    /// </summary>
    private void PrimeAverages(T[] newest, T lastDirection)
    {
        int order = method.Order;
        double beta = method.Beta, q = 1 - beta;
        double[] w = _weights[^1];
        double share = MultistepCoefficients.BackwardDifference(order) * Math.Pow(-beta, order - 1);
        var coefficients = new double[order];
        coefficients[0] = 1 / share;
        double sum = 0; // Σ_{j ≤ i} w_j (1 − β)^{i−j}
        for (int i = 1; i < order; i++)
        {
            sum = q * sum + w[i - 1];
            coefficients[i] = -beta * sum / share;
        }
        T average = space.Combine(coefficients, [lastDirection, .. newest[..(order - 1)]]);
        Push(average);
        for (int i = order - 2; i >= 0; i--)
            Push(average = space.Combine([q, beta], [average, newest[i]]));
    }

    private T Combination()
    {
        int count = Math.Min(_past.Count, method.Order);
        return space.Combine(_weights[count - 1], _past.ToArray().AsSpan(0, count));
    }

    private T Average(T direction)
    {
        T next = _velocity is null ? direction : space.Combine([1 - method.Beta, method.Beta], [_velocity, direction]);
        space.Keep(next);
        if (_velocity is not null)
            space.Release(_velocity);
        return _velocity = next;
    }

    private void Push(T value)
    {
        space.Keep(value);
        _past.Insert(0, value);
        if (_past.Count <= method.Order)
            return;
        space.Release(_past[^1]);
        _past.RemoveAt(_past.Count - 1);
    }
}
