namespace Offprint.Kernel;

/// <summary>Something that the person at the keyboard can put right; the message is shown as it is, without a stack trace.</summary>
internal sealed class UserException : Exception
{
    public UserException(string message) : base(message)
    {
    }

    public UserException(string message, Exception inner) : base(message, inner)
    {
    }
}
