namespace Offprint.Numerics;

/// <summary>The best way to share a capacity among items of diminishing returns.</summary>
/// <param name="Value">The greatest total return.</param>
/// <param name="FractionalItem">The one item that stops between two of its vertices, or −1 if there is none.</param>
/// <param name="Fraction">How far it goes toward its next vertex, in (0, 1); 0 if there is none.</param>
public readonly record struct KnapsackOptimum(double Value, int FractionalItem, double Fraction);

/// <summary>
/// The fractional knapsack of concave, piecewise linear items: maximize Σᵢ Fᵢ(xᵢ) subject to Σᵢ xᵢ ≤ capacity. Segments of all items are
/// taken by falling slope, so at most one item ends inside a segment. Solving allocates nothing and sorts once for all capacities.
/// </summary>
public sealed class SeparableKnapsack
{
    private readonly List<Segment> _segments = [];
    private double _base;
    private bool _sorted = true;

    /// <summary>The number of items.</summary>
    public int Items { get; private set; }

    /// <summary>Removes all items; the memory is kept for the next ones.</summary>
    public void Clear()
    {
        _segments.Clear();
        (Items, _base, _sorted) = (0, 0, true);
    }

    /// <summary>Adds an item.</summary>
    /// <param name="x">Its vertices' positions, strictly increasing from 0.</param>
    /// <param name="y">Its returns there. Segments that do not rise are never taken.</param>
    /// <exception cref="ArgumentException">The item is not concave, does not start at 0, or holds a number that is not finite.</exception>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length || x.IsEmpty)
            throw new ArgumentException($"An item needs as many returns as positions, at least one; there are {y.Length} and {x.Length}.",
                nameof(y));
        if (x[0] != 0 || !double.IsFinite(y[0]))
            throw new ArgumentException($"Item {Items} starts at ({x[0]}, {y[0]}); it must start at x = 0 with a finite return.",
                nameof(x));
        double last = double.PositiveInfinity;
        for (int v = 1; v < x.Length; v++)
        {
            double width = x[v] - x[v - 1], slope = (y[v] - y[v - 1]) / width;
            if (!(width > 0) || !double.IsFinite(slope))
                throw new ArgumentException($"Item {Items}: vertex {v} at ({x[v]}, {y[v]}) does not follow ({x[v - 1]}, {y[v - 1]}).",
                    nameof(x));
            if (slope > last + 1e-9 * Math.Abs(last))
                throw new ArgumentException($"Item {Items} is not concave: slope {slope} after {last}. Take its UpperHull first.",
                    nameof(y));
            last = Math.Min(last, slope);
            if (slope > 0)
                _segments.Add(new Segment(last, width, Items, v));
        }
        _base += y[0];
        Items++;
        _sorted = false;
    }

    /// <summary>Shares a capacity.</summary>
    /// <param name="capacity">What the amounts may sum to, not negative.</param>
    /// <param name="vertices">Receives, for each item, the vertex it reaches; the fractional item goes beyond its vertex.</param>
    /// <returns>The optimum.</returns>
    /// <exception cref="ArgumentException">The capacity is negative or NaN, or there is no room for all items.</exception>
    public KnapsackOptimum Solve(double capacity, Span<int> vertices)
    {
        if (!(capacity >= 0))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A capacity is not negative.");
        if (vertices.Length < Items)
            throw new ArgumentException($"There is room for {vertices.Length} of {Items} items.", nameof(vertices));
        Sort();
        vertices[..Items].Clear();
        double value = _base, free = capacity, rounding = 1e-12 * Math.Max(1, capacity);
        foreach (var segment in _segments)
        {
            if (segment.Width <= free + rounding)
            {
                vertices[segment.Item] = segment.End;
                value += segment.Slope * segment.Width;
                free = Math.Max(0, free - segment.Width);
            }
            else if (free > rounding)
            {
                return new KnapsackOptimum(value + segment.Slope * free, segment.Item, free / segment.Width);
            }
            else
            {
                break;
            }
        }
        return new KnapsackOptimum(value, -1, 0);
    }

    private void Sort()
    {
        if (!_sorted)
            _segments.Sort();
        _sorted = true;
    }

    /// <summary>Ordered by falling slope; of equal slopes by item and vertex, so that an item's segments stay in order.</summary>
    private readonly record struct Segment(double Slope, double Width, int Item, int End) : IComparable<Segment>
    {
        public int CompareTo(Segment other)
        {
            int bySlope = other.Slope.CompareTo(Slope);
            return bySlope != 0 ? bySlope : (Item, End).CompareTo((other.Item, other.End));
        }
    }
}
