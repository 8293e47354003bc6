using System.IO.Compression;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Offprint.Kernel.Tests.Packages;

/// <summary>A folder of NuGet packages made for a test, each with one assembly that says its version.</summary>
internal sealed class PackageFolder(string folder)
{
    public string Path => folder;

    /// <summary>A configuration that knows no other source, for projects in a folder.</summary>
    public void WriteConfiguration(string place)
    {
        Directory.CreateDirectory(place);
        File.WriteAllText(System.IO.Path.Combine(place, "nuget.config"),
            $"<configuration><packageSources><clear/><add key=\"test\" value=\"{folder}\"/></packageSources></configuration>");
    }

    /// <param name="id">The package's name, which is the namespace and assembly, too.</param>
    /// <param name="version">Its version.</param>
    /// <param name="dependencies">Those that it needs, as XML.</param>
    public void Add(string id, string version, string dependencies = "")
    {
        Directory.CreateDirectory(folder);
        using ZipArchive package = ZipFile.Open(System.IO.Path.Combine(folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        Write(package, $"{id}.nuspec", Encoding.UTF8.GetBytes($"""
            <package><metadata><id>{id}</id><version>{version}</version><authors>a</authors><description>d</description>
            <dependencies><group targetFramework="net10.0">{dependencies}</group></dependencies></metadata></package>
            """));
        Write(package, $"lib/net10.0/{id}.dll", Assembly(id, version));
    }

    /// <summary>A package that extends .NET Interactive by an assembly, which is also its library.</summary>
    public void AddExtension(string id, string code)
    {
        Directory.CreateDirectory(folder);
        using ZipArchive package = ZipFile.Open(System.IO.Path.Combine(folder, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create);
        Write(package, $"{id}.nuspec", Encoding.UTF8.GetBytes($"""
            <package><metadata><id>{id}</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>
            """));
        byte[] assembly = Compile(id, code,
            (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string)!.Split(System.IO.Path.PathSeparator));
        Write(package, $"lib/net10.0/{id}.dll", assembly);
        Write(package, $"interactive-extensions/dotnet/{id}.dll", assembly);
    }

    private static void Write(ZipArchive package, string name, byte[] content)
    {
        using Stream entry = package.CreateEntry(name).Open();
        entry.Write(content);
    }

    private static byte[] Assembly(string id, string version)
    {
        string code = $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] namespace {id}; public static class Tool {{ public " +
            $"static string Version => \"{version}\"; }}";
        return Compile(id, code, [typeof(object).Assembly.Location]);
    }

    private static byte[] Compile(string name, string code, string[] references)
    {
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)],
            [.. references.Select(path => MetadataReference.CreateFromFile(path))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
