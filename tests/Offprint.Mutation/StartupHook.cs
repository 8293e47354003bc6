#pragma warning disable CA1050 // the runtime looks for this name, in no namespace

/// <summary>
/// Runs before the tests' own entry point (DOTNET_STARTUP_HOOKS); with it this assembly is there when mutated code asks for it.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => Offprint.Mutation.Mutants.Begin();
}
