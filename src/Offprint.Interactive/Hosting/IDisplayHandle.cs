namespace Offprint.Interactive;

/// <summary>Something shown in a notebook that can be replaced by a newer value in its place.</summary>
public interface IDisplayHandle
{
    /// <summary>Replaces what is shown.</summary>
    /// <param name="value">The new value, formatted as the first one was.</param>
    void Update(object value);
}
