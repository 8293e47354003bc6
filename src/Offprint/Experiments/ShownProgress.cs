namespace Offprint.Experiments;

/// <summary>Where progress goes if a caller names no place: a notebook's extension sets it, elsewhere it is not shown.</summary>
public static class DefaultProgress
{
    /// <summary>
    /// Makes a display for one run; <see langword="null"/> where there is none. A disposable display is disposed of at the run's end.
    /// </summary>
    public static Func<IProgress<RunProgress>?> Create { get; set; } = () => null;
}

/// <summary>The progress of one run: the caller's, or a display of our own that ends with the run.</summary>
internal sealed class ShownProgress(IProgress<RunProgress>? given) : IDisposable
{
    private readonly IProgress<RunProgress>? _own = given is null ? DefaultProgress.Create() : null;

    public IProgress<RunProgress>? Sink => given ?? _own;

    public void Dispose() => (_own as IDisposable)?.Dispose();
}
