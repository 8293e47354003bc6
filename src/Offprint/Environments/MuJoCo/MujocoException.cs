namespace Offprint.Environments.MuJoCo;

/// <summary>MuJoCo is missing, of an unknown version, refuses a model or failed; the message says which and what to do.</summary>
/// <param name="message">What happened, and the remedy.</param>
/// <param name="inner">What caused it.</param>
public sealed class MujocoException(string message, Exception? inner = null) : Exception(message, inner);
