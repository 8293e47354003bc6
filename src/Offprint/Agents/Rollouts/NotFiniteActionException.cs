namespace Offprint.Agents.Rollouts;

/// <summary>A policy chose an action that is no number: its parameters are not finite any more.</summary>
/// <param name="member">The member whose policy it is.</param>
internal sealed class NotFiniteActionException(int member)
    : ArithmeticException($"The policy of member {member} chooses actions that are not finite: its training diverged, or its " +
        "observations are not finite.")
{
    public int Member => member;
}
