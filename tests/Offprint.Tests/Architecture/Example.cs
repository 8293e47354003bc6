#pragma warning disable IDE0130, CA1812, CA1822 // several folders in one file: what FolderDependencies is tried on
namespace Offprint.Tests.Architecture.Example.Target
{
    [System.AttributeUsage(System.AttributeTargets.All)]
    internal sealed class MarkedAttribute : System.Attribute;

    internal class Marked
    {
        public static Marked Make() => new();

        public Circle.Back? Round { get; }
    }
}

namespace Offprint.Tests.Architecture.Example.Code
{
    internal sealed class Code
    {
        public object Run() => Target.Marked.Make();
    }
}

namespace Offprint.Tests.Architecture.Example.Lambda
{
    internal sealed class Lambda
    {
        public Func<object> Run() => () => Target.Marked.Make();
    }
}

namespace Offprint.Tests.Architecture.Example.Argument
{
    internal sealed class Argument
    {
        public List<Target.Marked[]>? Run() => null;
    }
}

namespace Offprint.Tests.Architecture.Example.Attribute
{
    [Target.Marked]
    internal sealed class Attribute;
}

namespace Offprint.Tests.Architecture.Example.Base
{
    internal sealed class Base : Target.Marked;
}

namespace Offprint.Tests.Architecture.Example.Signature
{
    internal interface ISignature
    {
        void Run(in Target.Marked marked);
    }
}

namespace Offprint.Tests.Architecture.Example.Circle
{
    internal sealed class Back
    {
        public Signature.ISignature? Of { get; }
    }
}
