using System.Numerics;

namespace Offprint.Numerics;

/// <summary>Arithmetic over spans. The order of sums depends on the processor's vector width.</summary>
internal static class SpanMath
{
    private const double ExpLimit = 708; // beyond ±708 the vector exponential hands all its lanes to the scalar one

    /// <summary>Replaces every value by its exponential.</summary>
    /// <remarks>
    /// The result depends on the value alone. <see cref="System.Numerics.Tensors.TensorPrimitives"/> makes it depend on the values beside
    /// it, too,
    /// where one of them is beyond ±708, and which values stand beside it is a matter of the array's address.
    /// </remarks>
    public static void Exp(Span<double> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
            Exp(new Vector<double>(values[i..]), values[i..]);
        if (i == values.Length)
            return;
        Span<double> rest = stackalloc double[Vector<double>.Count];
        rest.Clear();
        values[i..].CopyTo(rest);
        Exp(new Vector<double>(rest), rest);
        rest[..(values.Length - i)].CopyTo(values[i..]);
    }

    private static void Exp(Vector<double> values, Span<double> result)
    {
        var ordinary = Vector.LessThanOrEqual(Vector.Abs(values), new Vector<double>(ExpLimit)); // not for NaN
        Vector.Exp(Vector.ConditionalSelect(ordinary, values, Vector<double>.Zero)).CopyTo(result);
        if (Vector.EqualsAll(ordinary, Vector<long>.AllBitsSet))
            return;
        for (int k = 0; k < Vector<double>.Count; k++)
        {
            if (ordinary[k] == 0)
                result[k] = Math.Exp(values[k]);
        }
    }

    /// <summary>Σ a b.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>target += factor × values.</summary>
    public static void AddScaled(ReadOnlySpan<double> values, double factor, Span<double> target)
    {
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(target[i..]) + factors * new Vector<double>(values[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += factor * values[i];
    }
}
