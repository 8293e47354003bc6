using Offprint.Numerics;
using static TorchSharp.torch;

namespace Offprint.Tensors;

/// <summary>
/// The randomness of a population: one stream a seed, so that the numbers of a seed do not depend on how many others are trained with it.
/// </summary>
/// <remarks>
/// A seed's stream has two sides, one for tensors and one for the host; each advances on its own. All seeds advance together: a draw of
/// shape <c>[P, …]</c> takes as many numbers from each. One worker at a time.
/// </remarks>
public sealed class PopulationRandom : IDisposable
{
    private readonly TensorRandom[] _tensors;
    private readonly RandomStream[] _hosts;
    private readonly PopulationRandom?[] _members;
    private readonly bool _ofRows;

    /// <summary>Opens the streams of some seeds.</summary>
    /// <param name="seeds">One seed a member of the population; the same seed gives the same numbers in any place.</param>
    /// <exception cref="ArgumentException">There is no seed.</exception>
    public PopulationRandom(IReadOnlyList<Seed> seeds)
    {
        if (seeds.Count == 0)
            throw new ArgumentException("A population needs at least one seed.", nameof(seeds));
        Seeds = [.. seeds];
        _tensors = [.. seeds.Select(seed => new TensorRandom(seed.Derive("tensors")))];
        _hosts = [.. seeds.Select(seed => seed.Derive("host").Stream())];
        _members = new PopulationRandom?[seeds.Count];
    }

    private PopulationRandom(IReadOnlyList<Seed> seeds, bool ofRows)
        : this(seeds) => _ofRows = ofRows;

    private PopulationRandom(PopulationRandom all, int member)
    {
        Seeds = [all.Seeds[member]];
        (_tensors, _hosts, _members) = ([all._tensors[member]], [all._hosts[member]], new PopulationRandom?[1]);
    }

    /// <summary>The seeds, in the order of the population.</summary>
    public IReadOnlyList<Seed> Seeds { get; }

    /// <summary>P: the number of seeds, or one where each row has its own.</summary>
    public int Population => _ofRows ? 1 : _hosts.Length;

    /// <summary>
    /// The randomness of a single member whose rows have a stream each, so that what happens in a row does not depend on the others, as for
    /// episodes that are played side by side. Tensors drawn from it are [1, rows, …].
    /// </summary>
    /// <param name="seeds">One a row.</param>
    /// <returns>Streams at their beginning.</returns>
    public static PopulationRandom OfRows(IReadOnlyList<Seed> seeds) => new(seeds, ofRows: true);

    /// <summary>Gives a row the stream of another seed, from its beginning.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="InvalidOperationException">Streams belong to members, not to rows.</exception>
    public void Restart(int row, Seed seed)
    {
        if (!_ofRows)
            throw new InvalidOperationException($"Only streams that {nameof(OfRows)} has opened are given to other seeds.");
        _tensors[row].Dispose();
        (_tensors[row], _hosts[row]) = (new TensorRandom(seed.Derive("tensors")), seed.Derive("host").Stream());
    }

    /// <summary>A seed's stream on the host, for indices and other single numbers.</summary>
    /// <param name="member">The seed's place, from 0 to P − 1.</param>
    /// <returns>The stream itself: drawing from it advances it.</returns>
    public RandomStream Host(int member) => _hosts[member];

    /// <summary>
    /// The streams of one member as a population of one: drawing there advances them here. Not to be disposed of on its own.
    /// </summary>
    /// <param name="member">The member's place, from 0 to P − 1.</param>
    /// <returns>The same object every time.</returns>
    public PopulationRandom Member(int member) => _members[member] ??= new(this, member);

    /// <summary>The streams of the same seeds for another purpose, independent of these.</summary>
    /// <param name="purpose">What they are for, for example <c>exploration</c>.</param>
    /// <returns>Streams at their beginning.</returns>
    public PopulationRandom Derive(string purpose) => new([.. Seeds.Select(seed => seed.Derive(purpose))]);

    /// <summary>Standard normal numbers.</summary>
    /// <param name="shape">The shape of one member's numbers, for example [B, A].</param>
    /// <returns>float32 [P, shape…], of the current dispose scope.</returns>
    public Tensor Normal(params ReadOnlySpan<long> shape) => Fill(shape, static (random, target) => random.FillNormal(target));

    /// <summary>Uniform numbers in [0, 1).</summary>
    /// <param name="shape">The shape of one member's numbers.</param>
    /// <returns>float32 [P, shape…], of the current dispose scope.</returns>
    public Tensor Uniform(params ReadOnlySpan<long> shape) => Fill(shape, static (random, target) => random.FillUniform(target));

    /// <summary>Where all streams are, to resume from.</summary>
    /// <returns>Bytes, seed after seed.</returns>
    public byte[] Save() => [.. Enumerable.Range(0, _hosts.Length).SelectMany(SaveMember)];

    /// <summary>Goes to where the streams of a former run were.</summary>
    /// <param name="state">What <see cref="Save"/> gave for the same seeds.</param>
    /// <exception cref="ArgumentException">It belongs to another number of seeds.</exception>
    public void Load(ReadOnlySpan<byte> state)
    {
        int size = SaveMember(0).Length;
        if (state.Length != _hosts.Length * size)
        {
            throw new ArgumentException($"The state has {state.Length} bytes, {_hosts.Length} seeds take {_hosts.Length * size}.",
                nameof(state));
        }
        for (int p = 0; p < _hosts.Length; p++)
        {
            ReadOnlySpan<byte> member = state.Slice(p * size, size);
            _hosts[p].Load(member[..RandomStream.StateSize]);
            _tensors[p].Load(member[RandomStream.StateSize..].ToArray());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TensorRandom random in _tensors)
            random.Dispose();
    }

    private byte[] SaveMember(int member)
    {
        byte[] host = new byte[RandomStream.StateSize];
        _hosts[member].Save(host);
        return [.. host, .. _tensors[member].Save()];
    }

    private Tensor Fill(ReadOnlySpan<long> shape, Action<TensorRandom, Tensor> fill)
    {
        if (_ofRows && shape[0] != _hosts.Length)
            throw new ArgumentException($"Each of {_hosts.Length} rows has a stream; {shape[0]} rows are drawn.", nameof(shape));
        Tensor all = empty(_ofRows ? shape : [Population, .. shape]);
        for (int p = 0; p < _hosts.Length; p++)
        {
            using Tensor own = all[p];
            fill(_tensors[p], own);
        }
        return _ofRows ? all.unsqueeze(0) : all;
    }
}
