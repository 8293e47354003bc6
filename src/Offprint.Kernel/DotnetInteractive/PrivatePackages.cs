using Offprint.Files;

namespace Offprint.Kernel.DotnetInteractive;

/// <summary>The folder of restored packages of the private copy of .NET Interactive: the user's own, but for Offprint's packages.</summary>
/// <remarks>
/// Of all versions that NuGet sees, restored ones included, it takes the oldest that is not older than "0.1.0". So the copies of others
/// have to go, and what the user has restored is not ours to delete: other packages are links to the user's folder, ours are restored here.
/// </remarks>
internal static class PrivatePackages
{
    /// <summary>The variable by which NuGet finds it.</summary>
    public const string Variable = "NUGET_PACKAGES";

    /// <summary>Where it is.</summary>
    public static string Folder => Path.Combine(ProjectFolders.Cache, "dotnet-interactive", "packages");

    /// <summary>Links what the user's folder holds, as far as the system lets us: what is missing is restored again.</summary>
    public static void Link(string users, string folder)
    {
        Directory.CreateDirectory(folder);
        if (!Directory.Exists(users) || Path.GetFullPath(users) == Path.GetFullPath(folder))
            return;
        foreach (string package in Directory.EnumerateDirectories(users))
        {
            string name = Path.GetFileName(package), link = Path.Combine(folder, name);
            if (PackedPackages.IsOurs(name) || Directory.Exists(link))
                continue;
            try
            {
                File.Delete(link); // it may be a link to a folder that is gone
                Directory.CreateSymbolicLink(link, package);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run was faster, or links are not allowed.
            }
        }
    }
}
