using System.Numerics.Tensors;
using Offprint.Numerics;
using Offprint.Samplers.MonteCarlo;

namespace Offprint.Estimators.ControlVariates;

/// <summary>
/// All points of an adaptation, weighted by the mixture h of the densities that they came from (the balance heuristic, Veach and Guibas
/// 1995).
/// Storage for the whole adaptation is taken once.
/// </summary>
internal sealed class PooledSample
{
    private readonly ExpectationProblem _problem;
    private readonly PointMatrix _points, _values, _logs, _terms, _ratios;
    private readonly double[] _logPooled, _costs, _newest;
    private readonly List<(IDensity Density, int Count)> _sources = [];
    private int _settled; // points whose h is up to date; those behind it are the newest round's

    public PooledSample(ExpectationProblem problem, int capacity)
    {
        _problem = problem;
        _points = new PointMatrix(problem.Dimension, capacity);
        _values = new PointMatrix(problem.Outputs, capacity);
        _logs = new PointMatrix(problem.Densities.Count, capacity);
        _terms = new PointMatrix(problem.Count, capacity);
        _ratios = new PointMatrix(problem.Count, capacity);
        (_logPooled, _costs, _newest) = (new double[capacity], new double[capacity], new double[capacity]);
    }

    /// <summary>Points so far.</summary>
    public int Count { get; private set; }

    /// <summary>[D, N].</summary>
    public PointMatrix Points => _points.Slice(0, _settled);

    /// <summary>g_j / h on the pooled points, after <see cref="Compare"/>: [J, N].</summary>
    public PointMatrix Ratios => _ratios.Slice(0, _settled);

    /// <summary>φ_j f_j / h on the pooled points: [N].</summary>
    public ReadOnlySpan<double> Terms(int j) => _terms[j][.._settled];

    /// <summary>φ_j f_j / g_α on the newest points.</summary>
    public ReadOnlySpan<double> NewTerms(int j) => _terms[j][_settled..Count];

    /// <summary>g_j / g_α on the newest points.</summary>
    public ReadOnlySpan<double> NewRatios(int j) => _ratios[j][_settled..Count];

    /// <summary>The first round: points of f, or of the equal mixture of all f.</summary>
    public void Begin(int count, RandomStream random)
    {
        Draw(_problem.Pooled, count, random);
        _sources[0].Density.LogDensity(_points.Slice(0, count), _logPooled.AsSpan(0, count));
        _settled = count;
        Weigh(0, count, _logPooled);
    }

    /// <summary>Evaluates auxiliary densities on the pooled points.</summary>
    public void Compare(IReadOnlyList<IDensity> densities)
    {
        for (int j = 0; j < densities.Count; j++)
        {
            Span<double> row = _ratios[j][.._settled];
            densities[j].LogDensity(Points, row);
            TensorPrimitives.Subtract(row, _logPooled.AsSpan(0, _settled), row);
            SpanMath.Exp(row);
        }
    }

    /// <summary>c_n = Σ_j w_j ((φ_j f_j − β_j g_j) / h)²: divided by g_α / h and averaged, the criterion of α.</summary>
    public ReadOnlySpan<double> Costs(IReadOnlyList<double> beta)
    {
        Span<double> costs = _costs.AsSpan(0, _settled), residual = _newest.AsSpan(0, _settled);
        costs.Clear();
        for (int j = 0; j < beta.Count; j++)
        {
            TensorPrimitives.MultiplyAdd(_ratios[j][.._settled], -beta[j], Terms(j), residual);
            TensorPrimitives.Multiply(residual, residual, residual);
            TensorPrimitives.MultiplyAdd(residual, _problem.Weights[j], costs, costs);
        }
        return costs;
    }

    /// <summary>Draws a round from g_α and evaluates terms and ratios there relative to g_α.</summary>
    public void Extend(MixtureDensity proposal, int count, RandomStream random)
    {
        Draw(proposal, count, random);
        var fresh = _ratios.Slice(_settled, count);
        Span<double> logProposal = _newest.AsSpan(_settled, count);
        proposal.LogDensities(_points.Slice(_settled, count), fresh, logProposal);
        for (int j = 0; j < fresh.Dimension; j++)
        {
            TensorPrimitives.Subtract(fresh[j], logProposal, fresh[j]);
            SpanMath.Exp(fresh[j]);
        }
        Weigh(_settled, count, logProposal);
    }

    /// <summary>
    /// Takes the newest round into the pool: h becomes the mixture of all rounds' densities, and all terms are relative to it.
    /// </summary>
    public void Reweigh()
    {
        var (newest, count) = _sources[^1];
        double total = Count;
        // Old points: h_new / h_old = (N_old + N_new g_α / h_old) / N, and g_α / h_old is a sum of ratios that are at hand.
        Span<double> old = _logPooled.AsSpan(0, _settled), mixed = _newest.AsSpan(0, _settled);
        mixed.Fill(_settled / total);
        var mixture = (MixtureDensity)newest;
        for (int j = 0; j < mixture.Weights.Count; j++)
            TensorPrimitives.MultiplyAdd(_ratios[j][.._settled], mixture.Weights[j] * count / total, mixed, mixed);
        TensorPrimitives.Log(mixed, mixed);
        TensorPrimitives.Add(old, mixed, old);
        // New points: all earlier densities must be evaluated there.
        var sources = new MixtureDensity([.. _sources.Select(s => s.Density)], [.. _sources.Select(s => (double)s.Count)]);
        sources.LogDensity(_points.Slice(_settled, count), _logPooled.AsSpan(_settled, count));
        _settled = Count;
        Weigh(0, Count, _logPooled.AsSpan(0, Count));
    }

    private void Draw(IDensity density, int count, RandomStream random)
    {
        var fresh = _points.Slice(Count, count);
        density.Sample(random, fresh);
        _problem.Function(fresh, _values.Slice(Count, count));
        _problem.LogDensities(fresh, _logs.Slice(Count, count));
        _sources.Add((density, count));
        Count += count;
    }

    private void Weigh(int first, int count, ReadOnlySpan<double> logProposal)
    {
        var terms = _terms.Slice(first, count);
        _problem.Terms(_values.Slice(first, count), _logs.Slice(first, count), logProposal[..count], terms);
        for (int j = 0; j < _problem.Count; j++)
        {
            if (TensorPrimitives.Min<double>(terms[j]) < 0)
            {
                int worst = TensorPrimitives.IndexOfMin<double>(terms[j]);
                throw new InvalidOperationException(
                    $"Function {j} is negative at point {first + worst}, where its term is {terms[j][worst]}: densities are fitted to φ " +
                    "f. " +
                    "Add a constant that makes it positive and subtract it from the estimate, or estimate its positive and its negative " +
                        "part.");
            }
        }
    }
}
