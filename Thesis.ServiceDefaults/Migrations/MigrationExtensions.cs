using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the SQL migrations that run when the process starts.</summary>
public static class MigrationExtensions
{
    /// <summary>
    /// Creates the schema, its outbox, inbox, dead-letter, job, idempotency and audit tables, and then runs the
    /// assembly's embedded <c>NNN_name.sql</c> scripts in the order of their names by Evolve, each once and in a
    /// transaction, before any hosted service starts. Processes that start together wait for one another; a script that was applied
    /// and has changed since stops the process and says so.
    /// </summary>
    /// <param name="schema">
    /// Name of the schema; the scripts run with it as <c>search_path</c> (then <c>public</c>). Say
    /// <c>CREATE EXTENSION IF NOT EXISTS x SCHEMA public</c>, as extensions are shared.
    /// </param>
    /// <param name="assembly">Where the scripts are embedded; null for the common tables alone.</param>
    /// <param name="resourcePrefix">The scripts' resource prefix, e.g. <c>Thesis.Services.Donations.Migrations</c>.</param>
    public static IHostApplicationBuilder AddMigrations(
        this IHostApplicationBuilder builder, string schema, Assembly? assembly = null, string? resourcePrefix = null)
    {
        builder.Services.AddSingleton(new MigrationSet(SchemaName.Check(schema), assembly, resourcePrefix, CommonTables: true));
        builder.Services.AddEventLogMigrations();
        return builder;
    }

    /// <summary>The event log's tables and the outbox publication, which every schema's outbox joins.</summary>
    internal static IServiceCollection AddEventLogMigrations(this IServiceCollection services) =>
        services.AddOwnMigrations("eventlog", "Thesis.ServiceDefaults.Events.Log.Migrations");

    /// <summary>The node numbers of ids.</summary>
    internal static IServiceCollection AddIdMigrations(this IServiceCollection services) =>
        services.AddOwnMigrations("ids", "Thesis.ServiceDefaults.Ids.Migrations");

    private static IServiceCollection AddOwnMigrations(this IServiceCollection services, string schema, string resourcePrefix)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MigrationService>());
        if (!services.Any(s => s.ImplementationInstance is MigrationSet set && set.Schema == schema))
        {
            services.AddSingleton(new MigrationSet(schema, typeof(MigrationExtensions).Assembly, resourcePrefix, CommonTables: false));
        }
        return services;
    }
}
