using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Configuration;

/// <summary>A consumer's reference to something it connects to.</summary>
/// <param name="source">What it connects to.</param>
/// <param name="connectionName">The name the consumer knows it by.</param>
/// <param name="optional">Whether the consumer starts without it.</param>
/// <param name="flags">What the consumer wanted when the reference was made.</param>
internal sealed class ConnectionReference(IResourceWithConnectionString source, string connectionName, bool optional, ReferenceEnvironmentInjectionFlags flags)
{
    public void Apply(EnvironmentCallbackContext context)
    {
        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ConnectionString))
        {
            foreach (var variable in Variables())
            {
                context.EnvironmentVariables[variable] = new ConnectionStringReference(source, optional);
            }
        }

        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ConnectionProperties))
        {
            var prefix = connectionName.Length == 0 ? "" : $"{VariableName.Encode(connectionName).ToUpperInvariant()}_";
            foreach (var (name, value) in ResourceBuilderExtensions.PropertiesOf(source))
            {
                context.EnvironmentVariables[prefix + name.ToUpperInvariant()] = value;
            }
        }
    }

    /// <summary>The variables of the connection string: under the name as it is and, for shells, as a variable may be called.</summary>
    private IEnumerable<string> Variables() => source.ConnectionStringEnvironmentVariable is { } own
        ? [own]
        : new[] { connectionName, VariableName.Encode(connectionName) }.Distinct().Select(name => $"ConnectionStrings__{name}");
}
