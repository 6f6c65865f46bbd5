using System.Data.Common;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Topology;

/// <summary>A server that runs elsewhere, known by its connection string.</summary>
internal sealed class ConfiguredServer : Resource, IResourceWithConnectionString
{
    private readonly IReadOnlyList<KeyValuePair<string, ReferenceExpression>> _properties;

    private ConfiguredServer(string name, string connectionString, IEnumerable<(string Name, string? Value)> properties)
        : base(name)
    {
        ConnectionStringExpression = ReferenceExpression.Create($"{connectionString}");
        _properties = [.. properties.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, ReferenceExpression.Create($"{p.Value}")))];
    }

    public ReferenceExpression ConnectionStringExpression { get; }

    public static ConfiguredServer Of(IResourceWithConnectionString resource, string connectionString) => new(resource.Name, connectionString, resource switch
    {
        PostgresServerResource or PostgresDatabaseResource => PostgresProperties(connectionString, resource is PostgresDatabaseResource),
        _ => HostAndPort(connectionString),
    });

    public IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => _properties;

    private static IEnumerable<(string Name, string? Value)> PostgresProperties(string connectionString, bool isDatabase)
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        var database = isDatabase ? settings.Database : null;
        var path = database is null ? "" : "/" + Uri.EscapeDataString(database);
        return
        [
            ("Host", settings.Host),
            ("Port", port),
            ("Username", settings.Username),
            ("Password", settings.Password),
            ("Uri", $"postgresql://{Uri.EscapeDataString(settings.Username ?? "")}:{Uri.EscapeDataString(settings.Password ?? "")}@{settings.Host}:{port}{path}"),
            ("JdbcConnectionString", $"jdbc:postgresql://{settings.Host}:{port}{path}"),
            ("DatabaseName", database),
        ];
    }

    /// <summary>Of <c>host:port,key=value,…</c>, as of Redis and Kafka.</summary>
    private static IEnumerable<(string Name, string? Value)> HostAndPort(string connectionString)
    {
        var parts = connectionString.Split(',');
        var address = parts[0].Split(':');
        var options = new DbConnectionStringBuilder { ConnectionString = string.Join(';', parts.Skip(1).Where(p => p.Contains('=', StringComparison.Ordinal))) };
        var password = options.TryGetValue("password", out var value) ? value as string : null;
        return [("Host", address[0]), ("Port", address.Length > 1 ? address[1] : null), ("Password", password)];
    }
}
