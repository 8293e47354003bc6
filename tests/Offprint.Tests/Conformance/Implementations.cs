using System.Reflection;

namespace Offprint.Tests.Conformance;

/// <summary>Finds what implements an interface, so that a conformance list that forgets one fails.</summary>
internal static class Implementations
{
    /// <summary>The concrete types of an assembly that are a <typeparamref name="T"/>.</summary>
    public static IEnumerable<Type> Of<T>(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)));

    /// <summary>Fails with the names of the implementations that no case stands for.</summary>
    /// <param name="assembly">Where to look.</param>
    /// <param name="cases">An example of each.</param>
    /// <param name="elsewhere">Types whose tests cannot share the list, each with the reason.</param>
    public static void AssertCovered<T>(Assembly assembly, IEnumerable<T> cases, params (Type Type, string Reason)[] elsewhere)
        where T : notnull
    {
        HashSet<Type> covered = [.. cases.Select(item => item.GetType()), .. elsewhere.Select(item => item.Type)];
        string[] forgotten = [.. Of<T>(assembly).Where(type => !covered.Contains(type)).Select(type => type.FullName!)];
        Assert.True(forgotten.Length == 0,
            $"No conformance case of {typeof(T).Name}: {string.Join(", ", forgotten)}. Add one to the list.");
        Assert.All(elsewhere, item => Assert.True(item.Type.IsAssignableTo(typeof(T)) && item.Reason.Length > 0));
    }
}
