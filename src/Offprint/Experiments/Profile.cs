namespace Offprint.Experiments;

/// <summary>How much of a paper is computed. A profile changes settings, never code paths.</summary>
public enum Profile
{
    /// <summary>At most a minute: shows that everything works, with a weak form of the claims.</summary>
    Smoke,

    /// <summary>At most half an hour on two cores; its results are stored with the project and are what the notebooks show.</summary>
    Standard,

    /// <summary>The paper's own configuration, for those who have the hardware and the data.</summary>
    Paper,
}
