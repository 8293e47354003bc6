namespace Offprint.Kernel.Server;

/// <summary>The socket that a request came in on.</summary>
internal enum RequestChannel
{
    Shell,
    Control,
    Stdin,
}
