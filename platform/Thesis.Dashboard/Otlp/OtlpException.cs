namespace Thesis.Dashboard.Otlp;

/// <summary>Telemetry that cannot be read. The message says what and where, for the sender.</summary>
internal sealed class OtlpException(string message) : Exception(message);
