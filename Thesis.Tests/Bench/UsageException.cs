namespace Thesis.Bench;

/// <summary>A benchmark was called in a way it does not understand; the message names the argument.</summary>
internal sealed class UsageException(string message) : Exception(message);
