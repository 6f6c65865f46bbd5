using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A connection string made of others' values.</summary>
public sealed class ConnectionStringResource(string name, ReferenceExpression connectionStringExpression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression { get; } = connectionStringExpression;
}

/// <summary>A connection string that whoever runs the application configures.</summary>
internal sealed class ConfiguredConnectionStringResource(ParameterResource parameter, string? environmentVariable)
    : Resource(parameter.Name), IResourceWithConnectionString, IResourceWithoutLifetime
{
    public ParameterResource Parameter { get; } = parameter;

    public ReferenceExpression ConnectionStringExpression { get; } = ReferenceExpression.Create($"{parameter}");

    public string? ConnectionStringEnvironmentVariable { get; } = environmentVariable;
}

/// <summary>Adds connection strings made of others' values.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, [ResourceName] string name, ReferenceExpression connectionStringExpression) =>
        builder.AddResource(new ConnectionStringResource(name, connectionStringExpression))
            .WithReferenceRelationship(connectionStringExpression);

    /// <summary>Adds a connection string that is built piece by piece.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(this IDistributedApplicationBuilder builder, [ResourceName] string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddConnectionString(name, expression.Build());
    }
}
