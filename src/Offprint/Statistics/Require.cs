namespace Offprint.Statistics;

/// <summary>Checks of arguments that several estimators share.</summary>
internal static class Require
{
    public static void Level(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1.");
    }

    public static void SameLength(int first, int second)
    {
        if (first != second)
            throw new ArgumentException($"The two samples have {first} and {second} values; they must be of one length.");
    }
}
