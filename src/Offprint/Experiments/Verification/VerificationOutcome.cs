namespace Offprint.Experiments.Verification;

/// <summary>What computing a stored cell again has shown.</summary>
public enum VerificationOutcome
{
    /// <summary>The same bits.</summary>
    SameBits,

    /// <summary>Other bits, as is to be expected with other instructions; the largest difference lies within the tolerance.</summary>
    WithinTolerance,

    /// <summary>The code does not compute what is stored: a failure.</summary>
    Different,

    /// <summary>Not compared: its marks were computed and stored, for later runs to compare theirs with.</summary>
    Recorded,

    /// <summary>Not comparable: another machine computed it, whose rounding took it another way (<see langword="null"/> as
    /// <see cref="Experiment{TSettings, TResult}.Tolerance"/>).</summary>
    OtherMachine,

    /// <summary>Not compared: an input, or a library that makes it, is not on this machine.</summary>
    InputAbsent,

    /// <summary>Not compared: the code has moved on, and the results are to be computed again.</summary>
    AwaitsRecomputation,

    /// <summary>Not compared: it takes longer than the limit and has no marks.</summary>
    TooExpensive,

    /// <summary>Not compared: the budget went to others; another commit chooses another order.</summary>
    LeftOut,

    /// <summary>Not compared: no cell is stored.</summary>
    NotStored,
}
