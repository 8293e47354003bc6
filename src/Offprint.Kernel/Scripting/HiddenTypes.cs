using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Offprint.Kernel.Scripting;

/// <summary>What cells do not see of the formatters' assembly: displays of its own, which know no limits and compete with the
/// engine's.</summary>
/// <remarks>Compilers get a copy of the assembly in which these types are internal; what runs is the assembly itself.</remarks>
internal static class HiddenTypes
{
    private static readonly string[] s_names = ["System.DisplayExtensions", typeof(DisplayedValue).FullName!];
    private static readonly Lazy<MetadataReference> s_reference = new(Create);

    /// <summary>Whether a file is that assembly, the engine's or a package's copy: cells get the engine's.</summary>
    public static bool AreIn(string path) =>
        Path.GetFileName(path).Equals(Path.GetFileName(typeof(Formatter).Assembly.Location), StringComparison.OrdinalIgnoreCase);

    public static MetadataReference Reference => s_reference.Value;

    private static PortableExecutableReference Create()
    {
        string path = typeof(Formatter).Assembly.Location;
        byte[] image = File.ReadAllBytes(path);
        using PEReader file = new([.. image]);
        MetadataReader metadata = file.GetMetadataReader();
        int table = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.TypeDef);
        int row = metadata.GetTableRowSize(TableIndex.TypeDef);
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            if (!s_names.Contains($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"))
                continue;
            // A row begins with the type's attributes.
            Span<byte> attributes = image.AsSpan(table + ((MetadataTokens.GetRowNumber(handle) - 1) * row), sizeof(int));
            BinaryPrimitives.WriteInt32LittleEndian(attributes, (int)(type.Attributes & ~TypeAttributes.VisibilityMask));
        }
        return MetadataReference.CreateFromImage(image, documentation: new AssemblyDocumentation(path), filePath: path);
    }
}
