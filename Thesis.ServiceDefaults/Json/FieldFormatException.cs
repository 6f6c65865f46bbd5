using System.Text.Json;

namespace Thesis.ServiceDefaults;

/// <summary>A JSON value that a converter cannot read; the message is the remedy the caller is told, such as "must be …".</summary>
public sealed class FieldFormatException : JsonException
{
    /// <summary>With the remedy.</summary>
    public FieldFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With the remedy and the cause.</summary>
    public FieldFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a remedy.</summary>
    public FieldFormatException()
    {
    }
}
