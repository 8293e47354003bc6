namespace Offprint.Kernel.Packages;

/// <summary>A package that a notebook asks for; any version when none is given.</summary>
internal sealed record PackageRequest(string Id, string Version)
{
    private const string Any = "*";

    public bool IsAnyVersion => Version == Any;

    public bool Is(string id) => Id.Equals(id, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => IsAnyVersion ? Id : $"{Id} {Version}";

    /// <exception cref="UserException">The text is not "Id" or "Id, version".</exception>
    public static PackageRequest Parse(string text)
    {
        string[] parts = [.. text.Split(',', StringSplitOptions.TrimEntries)];
        if (parts is [{ Length: > 0 } id] && IsId(id))
            return new PackageRequest(id, Any);
        if (parts is [{ Length: > 0 } name, { Length: > 0 } version] && IsId(name)
            && version.All(c => char.IsAsciiLetterOrDigit(c) || "*.-+[]()".Contains(c)))
            return new PackageRequest(name, version);
        throw new UserException($"\"nuget:{text}\" does not name a package. Write #r \"nuget: Id, version\", or #r \"nuget: Id\" for " +
            "the newest.");
    }

    private static bool IsId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
