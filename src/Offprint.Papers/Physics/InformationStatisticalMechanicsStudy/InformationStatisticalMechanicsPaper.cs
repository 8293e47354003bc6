using Offprint.Experiments;

namespace Offprint.Papers.Physics.InformationStatisticalMechanicsStudy;

/// <summary>Statistical mechanics from information, with an ion channel as the example.</summary>
public sealed class InformationStatisticalMechanicsPaper : Paper
{
    /// <inheritdoc/>
    public override string Slug => "information-statistical-mechanics";

    /// <inheritdoc/>
    public override Citation Citation { get; } = new(
        "Information Theory and Statistical Mechanics Revisited", ["David M. Rogers", "Thomas L. Beck", "Susan B. Rempe"],
        2011, "J. Stat. Phys. 145, 385–409, 2011", "1105.5662");

    /// <inheritdoc/>
    public override string Summary =>
        "Statistical mechanics follows from a description of the available information. Built up by adding information, models of an " +
            "ion channel have " +
        "a process free energy whose Gibbs relation is a fluctuation–dissipation theorem far from equilibrium, and lose information as " +
            "a second law demands.";

    /// <inheritdoc/>
    public override string Notebook => "notebooks/physics/information-statistical-mechanics.ipynb";

    /// <summary>Part A: the law from more and more information.</summary>
    public InformationLadder Ladder { get; } = new();

    /// <summary>Part A: effective energies from samples.</summary>
    public InsertionEnergies Insertion { get; } = new();

    /// <summary>Part B.</summary>
    public CountingLimit Counting { get; } = new();

    /// <summary>Part C.</summary>
    public Titration Titration { get; } = new();

    /// <summary>Part D: voltage.</summary>
    public SteadyStates SteadyStates { get; } = new();

    /// <summary>Part D: concentration.</summary>
    public Saturation Saturation { get; } = new();

    /// <summary>Part D: simulation.</summary>
    public GillespieStudy Simulation { get; } = new();

    /// <summary>Part E.</summary>
    public ConductanceRoutes Conductance { get; } = new();

    /// <summary>Part F: response matrices.</summary>
    public PathResponse Response { get; } = new();

    /// <summary>Part F: transients.</summary>
    public VoltageStep VoltageStep { get; } = new();

    /// <summary>Part G: the second law.</summary>
    public Relaxation Relaxation { get; } = new();

    /// <summary>Part G: single paths.</summary>
    public LossFluctuations Fluctuations { get; } = new();

    /// <summary>Part H: response.</summary>
    public LangevinResponse Langevin { get; } = new();

    /// <summary>Part H: work.</summary>
    public DraggedTrap Trap { get; } = new();

    /// <summary>Part I.</summary>
    public CircuitNoise Circuit { get; } = new();

    /// <inheritdoc/>
    public override IReadOnlyList<IExperiment> Experiments =>
    [
        Ladder, Insertion, Counting, Titration, SteadyStates, Saturation, Simulation, Conductance, Response, VoltageStep, Relaxation,
            Fluctuations, Langevin, Trap, Circuit,
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Exhibit> Exhibits =>
    [
        new("ladder", "Figure 1", EquilibriumFigures.Ladder),
        new("ladder-table", "ours", InformationTables.Ladder),
        new("insertion", "ours", EquilibriumFigures.Insertion),
        new("counting", "Figure 2", EquilibriumFigures.Counting),
        new("titration", "Figure 3", EquilibriumFigures.Titration),
        new("currents", "Figure 4", KineticFigures.Currents),
        new("saturation", "Figure 5", KineticFigures.Saturation),
        new("simulation", "ours", InformationTables.Simulation)
        {
            Kind = ClaimKind.Control,
        },
        new("conductance", "Figure 6", KineticFigures.Conductance),
        new("responses", "Figure 7", results => KineticFigures.Responses(results, Driving.Pulse)),
        new("transients", "Figure 8", KineticFigures.Transients),
        new("relaxation", "Figure 9", LossFigures.Relaxation),
        new("fluctuations", "Figure 10", LossFigures.Fluctuations),
        new("langevin", "ours", KineticFigures.Langevin),
        new("work", "Figure 11", LossFigures.Work),
        new("circuit", "Figure 12", LossFigures.Circuit),
        new("statements", "ours", InformationTables.Statements),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Claim> Claims => [.. EquilibriumClaims.All(), .. KineticClaims.All(), .. LossClaims.All()];
}
