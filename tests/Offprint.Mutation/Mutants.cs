using System.Linq.Expressions;
using System.Reflection;

namespace Offprint.Mutation;

/// <summary>
/// What mutated code asks while it runs: which mutant is switched on, and, in the run that maps tests to mutants, who came by.
/// </summary>
public static class Mutants
{
    /// <summary>The environment variable with the number of the mutant.</summary>
    public const string ActiveVariable = "OFFPRINT_MUTANT";

    /// <summary>The environment variable with the file that receives the map.</summary>
    public const string MapVariable = "OFFPRINT_MUTANT_MAP";

    /// <summary>The mutant that is on; −1 for none. Read-only, so that compiled code holds it as a constant.</summary>
    public static readonly int Active = int.TryParse(Environment.GetEnvironmentVariable(ActiveVariable), out int active) ? active : -1;

    private static readonly HashSet<(string Class, int Mutant)> s_map = [];
    private static readonly Lazy<Func<string?>> s_class = new(CurrentClass);

    [ThreadStatic]
    private static int[]? t_hits;

    /// <summary>
    /// Notes that the test that runs now has reached a mutant. Who runs is asked the first times on each thread and then ever more rarely:
    /// some lines are reached a billion times. A class that is missed for that is found by its name.
    /// </summary>
    /// <param name="mutant">Its number.</param>
    public static void Reach(int mutant)
    {
        int[] hits = t_hits ??= new int[4096];
        int hit = ++hits[mutant];
        if (hit > 256 && (hit & (hit < 100_000 ? 255 : 65_535)) != 0)
            return;
        string name = s_class.Value() ?? "";
        lock (s_map)
            s_map.Add((name, mutant));
    }

    /// <summary>Begins the map, where one is asked for.</summary>
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable(MapVariable) is not { } file)
            return;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            lock (s_map)
                File.WriteAllLines(file, s_map.Order().Select(pair => $"{pair.Mutant},{pair.Class}"));
        };
    }

    /// <summary>
    /// xunit's name of the class whose test runs, by reflection: this assembly must not depend on the version that the tests have.
    /// </summary>
    private static Func<string?> CurrentClass()
    {
        PropertyInfo current = Type.GetType("Xunit.TestContext, xunit.v3.core", throwOnError: true)!.GetProperty("Current")!;
        PropertyInfo test = Find(current.PropertyType, "TestClass"), name = Find(test.PropertyType, "TestClassName");
        Expression instance = Expression.Property(Expression.Property(null, current), test);
        return Expression.Lambda<Func<string?>>(Expression.Condition(
            Expression.Equal(instance, Expression.Constant(null, test.PropertyType)), Expression.Constant(null, typeof(string)),
            Expression.Property(instance, name))).Compile();
    }

    /// <summary>A property of an interface or of those that it extends.</summary>
    private static PropertyInfo Find(Type type, string name) => type.GetProperty(name)
        ?? type.GetInterfaces().Select(extended => extended.GetProperty(name)).FirstOrDefault(property => property is not null)
        ?? throw new MissingMemberException(type.FullName, name);
}
