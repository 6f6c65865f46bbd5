using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Grpc;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>The engine as a service: by gRPC, and, where there is a database, as a worker on the event log.</summary>
internal static class EngineModule
{
    private const string Schema = "optengine";
    private const string Database = "thesisdb";

    public static void AddEngine(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Engine").Get<EngineOptions>() ?? new EngineOptions();
        builder.Services.AddOptions<EngineOptions>().BindConfiguration("Engine").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IAllocationSolver, NativeSolver>();
        builder.Services.AddSingleton<RequestSolver>();
        builder.Services.AddSingleton<SolveQueue>();
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = settings.MaxRequestBytes);
        if (builder.Configuration.GetConnectionString(Database) is null)
        {
            return; // Calls by gRPC need no database.
        }

        builder.AddThesisDatabase(Database);
        builder.AddMigrations(Schema);
        builder.AddEventConsumer("optengine", Schema, consumer =>
            consumer.OnJob<AllocationRequested, AllocationCompleted, AllocationJob>(Topics.AllocationRequested, settings.Concurrency));
    }

    public static void MapEngine(this WebApplication app) => EngineGrpc.Map(app);
}
