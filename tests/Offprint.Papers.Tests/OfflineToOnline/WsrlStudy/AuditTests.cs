using Offprint.Environments.MuJoCo;
using Offprint.Experiments;
using Offprint.Papers.OfflineToOnline.WsrlStudy;

namespace Offprint.Papers.Tests.OfflineToOnline.WsrlStudy;

public sealed class AuditTests
{
    [Fact]
    public void WSRL_draws_no_offline_row_and_stands_still_in_its_warm_up()
    {
        AuditResult result = Run(WsrlTrials.Wsrl, settings => settings with { Steps = 140 });
        int learned = 140 - 100; // T − K
        Assert.Equal(new AuditResult(4 * learned, learned, 0, 4 * learned * 64, 0, result.Changed), result);
        Assert.True(result.Changed > 0);
    }

    /// <summary>ρ = 0.25 of 256 rows are exactly 64.</summary>
    [Fact]
    public void A_quarter_of_each_batch_is_retained()
    {
        AuditResult result = Run(WsrlTrials.Quarter, settings => settings with { Steps = 320, BatchSize = 256 });
        Assert.True(result.Updates > 0);
        Assert.Equal(64 * result.Updates, result.OfflineRows);
        Assert.Equal(192 * result.Updates, result.OnlineRows);
    }

    /// <summary>The audit can find something: where ten steps were to change nothing and there is no warm-up, networks move.</summary>
    [Fact]
    public void Without_a_warm_up_updates_begin_with_the_first_step()
    {
        AuditResult result = Run(WsrlTrials.NoWarmUp, settings => settings with { Steps = 20 }, still: 10);
        Assert.Equal(4 * 20, result.Updates);
        Assert.True(result.ChangedBeforeFirstUpdate > 0);
    }

    private static AuditResult Run(string label, Func<AuditSettings, AuditSettings> change, int? still = null)
    {
        Assert.SkipUnless(MujocoLibrary.IsAvailable, MujocoLibrary.Problem ?? "");
        AuditSettings settings = change(Papers.Wsrl.Audit.Cells(Profile.Smoke).Select(cell => cell.Settings)
            .First(own => own.Method.Label == label));
        return AuditStudy.Run(settings, still ?? settings.Method.Online.WarmUpSteps, new([1], Artifacts.Default, null,
            CancellationToken.None));
    }
}
