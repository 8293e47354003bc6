using System.Diagnostics.CodeAnalysis;

namespace Offprint.Tensors;

/// <summary>Lets the finalizer thread rest after garbage collections, so that no native call loses an argument under its hands.</summary>
/// <remarks>
/// TorchSharp passes the native handle of a <c>Scalar</c> (the 0.5 of <c>x.mul(0.5)</c>) to libtorch without keeping the object alive. If
/// another thread collects in that moment, the finalizer may free the number before libtorch reads it: "Unknown scalar type", or "Expected
/// false to be true". A call reads its arguments within microseconds; after a rest they are no longer needed. Each rest is served by an
/// object that is made when the one before ends: of all that a collection finds dead it is the oldest of its generation, and the finalizer
/// thread takes the oldest first.
/// </remarks>
internal sealed class FinalizerRest
{
    private const int MostRests = 20; // a process that collects all the time must free its memory, too

    private FinalizerRest()
    {
    }

    [SuppressMessage("Performance", "CA1821:Remove empty finalizers", Justification = "It is not empty: its time is what it is for.")]
    ~FinalizerRest()
    {
        int seen = -1;
        for (int i = 0; i < MostRests && GC.CollectionCount(0) != seen; i++)
        {
            seen = GC.CollectionCount(0);
            Thread.Sleep(Rest);
        }
        Begin();
    }

    /// <summary>The time without a collection after which objects are finalized.</summary>
    public static TimeSpan Rest { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Begins with it; once a process is enough.</summary>
    public static void Begin() => _ = new FinalizerRest();
}
