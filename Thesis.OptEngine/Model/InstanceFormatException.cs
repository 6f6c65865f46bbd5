namespace Thesis.OptEngine.Model;

/// <summary>A problem or solution file that cannot be read; the message names the line and what is wrong with it.</summary>
public sealed class InstanceFormatException(int line, string problem) : Exception($"line {line}: {problem}")
{
    /// <summary>1-based.</summary>
    public int Line { get; } = line;
}
