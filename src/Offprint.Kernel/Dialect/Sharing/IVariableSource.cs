using Offprint.Kernel.Scripting;

namespace Offprint.Kernel.Dialect.Sharing;

/// <summary>A language whose variables can be listed and taken to others.</summary>
internal interface IVariableSource
{
    IEnumerable<ScriptVariable> Variables { get; }
}
