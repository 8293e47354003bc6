using Offprint.Tensors;

namespace Offprint.Datasets.Transitions;

/// <summary>How a minibatch is composed of offline and online rows.</summary>
public enum MixMode
{
    /// <summary>Uniform over the data set with the online rows appended: the offline share falls as online rows arrive.</summary>
    Append,

    /// <summary>A fixed share of every batch is offline, and comes first.</summary>
    FixedRatio,

    /// <summary>Online rows only.</summary>
    OnlineOnly,

    /// <summary>Every batch is of one source, drawn by lot for a block of batches.</summary>
    OneSourcePerBlock,
}

/// <summary>Options of a <see cref="MixedSampler"/>.</summary>
/// <param name="Mode">How sources are combined.</param>
/// <param name="OfflineRatio">ρ: the offline share of a batch, or the probability that a block is offline.</param>
/// <param name="BlockLength">Batches for which a drawn source lasts.</param>
public sealed record MixOptions(MixMode Mode, double OfflineRatio = 0.5, int BlockLength = 1);

/// <summary>
/// Draws from an offline and an online sampler. Rows below <c>offline.Count</c> are offline, the others are online rows moved up by it, as
/// in a <see cref="MixedSource"/>. While there is no online row yet, all are offline unless only online rows are asked for.
/// </summary>
public sealed class MixedSampler : ITransitionSampler
{
    private readonly ITransitionSampler _offline;
    private readonly ITransitionSampler _online;
    private int[] _part = [];
    private bool[] _blockOffline = [];
    private int _drawn;

    /// <summary>Joins two samplers.</summary>
    /// <param name="offline">The data set's rows; their number must not change.</param>
    /// <param name="online">The replay buffer's rows.</param>
    /// <param name="options">How they are combined.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1], or the block is empty.</exception>
    public MixedSampler(ITransitionSampler offline, ITransitionSampler online, MixOptions options)
    {
        if (options.OfflineRatio is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.OfflineRatio, "The offline ratio lies in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.BlockLength);
        (_offline, _online, Options) = (offline, online, options);
    }

    /// <summary>How the sources are combined.</summary>
    public MixOptions Options { get; }

    /// <inheritdoc/>
    public int Count => _offline.Count + _online.Count;

    /// <summary>
    /// The block at hand: whether it is offline, by seed, and how many batches were drawn. A run that goes on from a file sets it.
    /// </summary>
    internal (bool[] Offline, int Drawn) Block
    {
        get => ([.. _blockOffline], _drawn);
        set => (_blockOffline, _drawn) = value;
    }

    /// <summary>Whether a row is online.</summary>
    /// <param name="row">A row that <see cref="Fill"/> gave.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOnline(int row) => row >= _offline.Count;

    /// <summary>How many of a batch's rows are offline, as <see cref="MixMode.FixedRatio"/> rounds it.</summary>
    /// <param name="batchSize">B.</param>
    /// <returns>round(ρ B).</returns>
    public int OfflineRows(int batchSize) => (int)Math.Round(Options.OfflineRatio * batchSize, MidpointRounding.AwayFromZero);

    /// <inheritdoc/>
    public void Fill(Span<int> rows, PopulationRandom random)
    {
        int size = SamplerRows.PerMember(rows, random);
        if (_online.Count == 0 && Options.Mode != MixMode.OnlineOnly)
        {
            _offline.Fill(rows, random);
            return;
        }
        switch (Options.Mode)
        {
            case MixMode.OnlineOnly:
                FillPart(rows, size, 0, size, online: true, random);
                break;
            case MixMode.FixedRatio:
                int offline = OfflineRows(size);
                FillPart(rows, size, 0, offline, online: false, random);
                FillPart(rows, size, offline, size - offline, online: true, random);
                break;
            case MixMode.Append:
                FillByLot(rows, size, random);
                break;
            default:
                DrawBlocks(random);
                FillByLot(rows, size, random);
                break;
        }
    }

    /// <inheritdoc/>
    public double Probability(int row)
    {
        double offlineShare = Options.Mode switch
        {
            _ when _online.Count == 0 => Options.Mode == MixMode.OnlineOnly ? 0 : 1,
            MixMode.Append => (double)_offline.Count / Count,
            MixMode.OnlineOnly => 0,
            _ => Options.OfflineRatio,
        };
        return IsOnline(row) ? (1 - offlineShare) * _online.Probability(row - _offline.Count) : offlineShare * _offline.Probability(row);
    }

    /// <summary>Each seed draws its block's source when a block begins.</summary>
    private void DrawBlocks(PopulationRandom random)
    {
        if (_blockOffline.Length != random.Population)
            (_blockOffline, _drawn) = (new bool[random.Population], 0);
        if (_drawn++ % Options.BlockLength > 0)
            return;
        for (int p = 0; p < _blockOffline.Length; p++)
            _blockOffline[p] = random.Host(p).NextDouble() < Options.OfflineRatio;
    }

    /// <summary>Draws rows of both sources and keeps, row by row, the one of the lot: each seed takes as many numbers every time.</summary>
    private void FillByLot(Span<int> rows, int size, PopulationRandom random)
    {
        Span<int> other = Part(rows.Length);
        _offline.Fill(rows, random);
        _online.Fill(other, random);
        for (int i = 0; i < rows.Length; i++)
        {
            int member = i / size;
            bool offline = Options.Mode == MixMode.Append ? random.Host(member).NextInt(Count) < _offline.Count : _blockOffline[member];
            if (!offline)
                rows[i] = other[i] + _offline.Count;
        }
    }

    private void FillPart(Span<int> rows, int size, int start, int count, bool online, PopulationRandom random)
    {
        if (count == 0)
            return;
        Span<int> part = Part(count * random.Population);
        (online ? _online : _offline).Fill(part, random);
        int shift = online ? _offline.Count : 0;
        for (int i = 0; i < part.Length; i++)
            rows[i / count * size + start + i % count] = part[i] + shift;
    }

    private Span<int> Part(int length)
    {
        if (_part.Length < length)
            _part = new int[length];
        return _part.AsSpan(0, length);
    }
}

/// <summary>The rows of a data set followed by those of a replay buffer.</summary>
/// <param name="offline">The data set; its number of rows must not change.</param>
/// <param name="online">The replay buffer.</param>
public sealed class MixedSource(ITransitionSource offline, ITransitionSource online) : ITransitionSource
{
    /// <inheritdoc/>
    public int Count => offline.Count + online.Count;

    /// <inheritdoc/>
    public BatchLayout Layout { get; } = (offline.Layout with { Online = false }) == (online.Layout with { Online = false })
        ? offline.Layout with { Online = true }
        : throw new ArgumentException($"The sources bring different rows: {offline.Layout} and {online.Layout}.", nameof(online));

    /// <inheritdoc/>
    public void Gather(int member, ReadOnlySpan<int> rows, BatchSpans target)
    {
        int limit = offline.Count;
        Span<int> shifted = stackalloc int[64];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            bool fromOnline = rows[start] >= limit;
            for (end = start + 1; end < rows.Length && end - start < shifted.Length && rows[end] >= limit == fromOnline; end++)
            {
            }
            for (int i = start; i < end; i++)
                shifted[i - start] = rows[i] - (fromOnline ? limit : 0);
            BatchSpans part = target.Slice(Layout, start, end - start);
            (fromOnline ? online : offline).Gather(member, shifted[..(end - start)], part);
            part.Online.Fill(fromOnline ? 1 : 0);
        }
    }
}
