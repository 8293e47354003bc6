namespace Offprint.Experiments;

/// <summary>
/// Stored results of an earlier version of the network kernels. They load and are shown, but decide no claim until they are computed again;
/// then the entry and the old files go.
/// </summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="NetworkNumerics">The version that computed them; <see langword="null"/> for the time before versions were counted.</param>
public sealed record WaitingResults(string Experiment, int? NetworkNumerics)
{
    internal const string Reason = "earlier network kernels computed it";
}
