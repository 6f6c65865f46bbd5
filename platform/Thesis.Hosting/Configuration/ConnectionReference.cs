using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Configuration;

/// <summary>A consumer's reference to something it connects to.</summary>
internal sealed class ConnectionReference(IResourceWithConnectionString source, string connectionName, bool optional)
{
    public void Apply(EnvironmentCallbackContext context)
    {
        var flags = ReferenceEnvironmentInjectionAnnotation.Of(context.Resource);
        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ConnectionString))
        {
            var variable = source.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName}";
            context.EnvironmentVariables[variable] = new ConnectionStringReference(source, optional);
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
}
