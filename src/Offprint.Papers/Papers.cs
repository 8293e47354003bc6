using Offprint.Experiments;
using Offprint.Papers.Diffusion.GaugeFreedomStudy;
using Offprint.Papers.Diffusion.GhvbStudy;
using Offprint.Papers.Diffusion.UsfSolverSearchStudy;
using Offprint.Papers.MonteCarlo.MultipleExpectationsStudy;
using Offprint.Papers.OfflineOptimization.IgniteStudy;
using Offprint.Papers.OfflineOptimization.RootStudy;
using Offprint.Papers.OfflineRl.A2prStudy;
using Offprint.Papers.OfflineRl.TrajectoryWeightingStudy;
using Offprint.Papers.OfflineToOnline.Famo2oStudy;
using Offprint.Papers.OfflineToOnline.MoorlStudy;
using Offprint.Papers.OfflineToOnline.Ro2oStudy;
using Offprint.Papers.OfflineToOnline.UniO4Study;
using Offprint.Papers.OfflineToOnline.WsrlStudy;
using Offprint.Papers.OffPolicy.AdLoadBalancingStudy;
using Offprint.Papers.OffPolicy.SharpeRatioStudy;
using Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;
using Offprint.Papers.RlTheory.GlowStudy;
using Offprint.Papers.RlTheory.GosprlStudy;
using Offprint.Papers.RlTheory.LcbPessimismStudy;
using Offprint.Papers.RlTheory.NoraStudy;
using Offprint.Papers.RlTheory.RealizabilityStudy;
using Offprint.Papers.RlTheory.RecoveringRewardsStudy;

namespace Offprint.Papers;

/// <summary>The papers that are reproduced.</summary>
public static class Papers
{
    /// <summary>"Diffusion Sampling with Momentum for Mitigating Divergence Artifacts".</summary>
    public static GhvbPaper Ghvb { get; } = new();

    /// <summary>"A Unified Sampling Framework for Solver Searching of Diffusion Probabilistic Models".</summary>
    public static UsfPaper Usf { get; } = new();

    /// <summary>"On gauge freedom, conservativity and intrinsic dimensionality estimation in diffusion models".</summary>
    public static GaugeFreedomPaper GaugeFreedom { get; } = new();

    /// <summary>
    /// "Efficient estimation of multiple expectations with the same sample by adaptive importance sampling and control variates".
    /// </summary>
    public static MultipleExpectationsPaper MultipleExpectations { get; } = new();

    /// <summary>"Information Theory and Statistical Mechanics Revisited".</summary>
    public static InformationStatisticalMechanicsPaper InformationStatisticalMechanics { get; } = new();

    /// <summary>"Bridging Offline Reinforcement Learning and Imitation Learning: A Tale of Pessimism".</summary>
    public static LcbPessimismPaper LcbPessimism { get; } = new();

    /// <summary>"A Provably Efficient Sample Collection Strategy for Reinforcement Learning".</summary>
    public static GosprlPaper Gosprl { get; } = new();

    /// <summary>"Offline Planning and Online Learning under Recovering Rewards".</summary>
    public static RecoveringRewardsPaper RecoveringRewards { get; } = new();

    /// <summary>"When is Realizability Sufficient for Off-Policy Reinforcement Learning?".</summary>
    public static RealizabilityPaper Realizability { get; } = new();

    /// <summary>"Harnessing Density Ratios for Online Reinforcement Learning".</summary>
    public static GlowPaper Glow { get; } = new();

    /// <summary>"Actor-Critics Can Achieve Optimal Sample Efficiency".</summary>
    public static NoraPaper Nora { get; } = new();

    /// <summary>"Harnessing Mixed Offline Reinforcement Learning Datasets via Trajectory Weighting".</summary>
    public static TrajectoryWeightingPaper TrajectoryWeighting { get; } = new();

    /// <summary>"Ad-load Balancing via Off-policy Learning in a Content Marketplace".</summary>
    public static AdLoadBalancingPaper AdLoadBalancing { get; } = new();

    /// <summary>"Towards Assessing and Benchmarking Risk-Return Tradeoff of Off-Policy Evaluation".</summary>
    public static SharpeRatioPaper SharpeRatio { get; } = new();

    /// <summary>"Adaptive Advantage-Guided Policy Regularization for Offline Reinforcement Learning".</summary>
    public static A2prPaper A2pr { get; } = new();

    /// <summary>"Efficient Online Reinforcement Learning Fine-Tuning Need Not Retain Offline Data".</summary>
    public static WsrlPaper Wsrl { get; } = new();

    /// <summary>"Towards Robust Offline-to-Online Reinforcement Learning via Uncertainty and Smoothness".</summary>
    public static Ro2oPaper Ro2o { get; } = new();

    /// <summary>"MOORL: A Framework for Integrating Offline-Online Reinforcement Learning".</summary>
    public static MoorlPaper Moorl { get; } = new();

    /// <summary>"Train Once, Get a Family: State-Adaptive Balances for Offline-to-Online Reinforcement Learning".</summary>
    public static Famo2oPaper Famo2o { get; } = new();

    /// <summary>"Uni-O4: Unifying Online and Offline Deep Reinforcement Learning with Multi-Step On-Policy Optimization".</summary>
    public static UniO4Paper UniO4 { get; } = new();

    /// <summary>"Incorporating Surrogate Gradient Norm to Improve Offline Optimization Techniques".</summary>
    public static IgnitePaper Ignite { get; } = new();

    /// <summary>"ROOT: Rethinking Offline Optimization as Distributional Translation via Probabilistic Bridge".</summary>
    public static RootPaper Root { get; } = new();

    /// <summary>All papers, by topic as in the folder of notebooks.</summary>
    public static IReadOnlyList<Paper> All { get; } =
        [Ghvb, Usf, GaugeFreedom, MultipleExpectations, InformationStatisticalMechanics, LcbPessimism, Gosprl, RecoveringRewards,
            Realizability, Glow, Nora, TrajectoryWeighting, A2pr, Wsrl, Ro2o, Moorl, Famo2o, UniO4, AdLoadBalancing, SharpeRatio, Ignite,
            Root];

    /// <summary>A paper by its slug.</summary>
    /// <param name="slug">The slug.</param>
    /// <returns>The paper.</returns>
    /// <exception cref="ArgumentException">There is no such paper; the message lists those there are.</exception>
    public static Paper Find(string slug) => All.FirstOrDefault(p => p.Slug == slug)
        ?? throw new ArgumentException($"There is no paper '{slug}'. There is: {string.Join(", ", All.Select(p => p.Slug))}.",
            nameof(slug));
}
