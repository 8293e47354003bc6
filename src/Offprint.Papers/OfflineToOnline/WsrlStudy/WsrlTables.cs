using Offprint.Cards;
using Offprint.Experiments;

namespace Offprint.Papers.OfflineToOnline.WsrlStudy;

/// <summary>Tables of part B.</summary>
internal static class WsrlTables
{
    /// <summary>What batches are made of.</summary>
    /// <param name="results">The paper's results.</param>
    /// <returns>A row a method.</returns>
    public static CardTable Audit(PaperResults results) => CardTable.Of("Rows in online batches", results.Of(Papers.Wsrl.Audit),
        ("Method", cell => cell.Settings.Method.Label), ("Steps", cell => cell.Settings.Steps),
        ("Warm-up", cell => cell.Settings.Method.Online.WarmUpSteps), ("Updates of critics", cell => cell.Result.Updates),
        ("of the actor", cell => cell.Result.ActorUpdates), ("Offline rows", cell => cell.Result.OfflineRows),
        ("Online rows", cell => cell.Result.OnlineRows),
        ("Networks changed in the warm-up", cell => cell.Result.ChangedBeforeFirstUpdate)) with
    {
        Note = "Counted in a short run of one seed from random networks. Cal-QL learns from complete episodes only, so that its first " +
            "update comes after the first one.",
    };
}
