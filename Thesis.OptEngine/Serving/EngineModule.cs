using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>The engine as a service: by gRPC, and, where there is a database, as a worker on the event log.</summary>
internal static class EngineModule
{
    private const string Schema = "optengine";
    private const string Database = "thesisdb";
    private const int MostJobs = 64;

    public static void AddEngine(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Engine").Get<EngineOptions>() ?? new EngineOptions();
        builder.Services.AddOptions<EngineOptions>().BindConfiguration("Engine").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IAllocationSolver, NativeSolver>();
        builder.Services.AddSingleton(services => new RequestSolver(
            services.GetRequiredService<IAllocationSolver>(), services.GetRequiredService<IOptions<EngineOptions>>().Value.Limits));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<OverloadBreaker>();
        builder.Services.AddSingleton<NamedSolves>();
        builder.Services.AddSingleton<MemoryGuard>();
        builder.Services.AddSingleton<SolveQueue>();
        builder.AddGrpcServer(settings.MaxRequestBytes);
        if (builder.Configuration.GetConnectionString(Database) is null)
        {
            return; // Calls by gRPC need no database.
        }

        builder.AddThesisDatabase(Database);
        builder.AddMigrations(Schema, typeof(EngineModule).Assembly, "Thesis.OptEngine.Serving.Migrations");
        builder.Services.AddSingleton<StoppedRuns>();
        builder.AddEventConsumer("optengine", Schema, consumer =>
        {
            consumer.OnJob<AllocationRequested, AllocationCompleted, AllocationJob>(
                Topics.AllocationRequested, Math.Min(MostJobs, settings.Concurrency + settings.MaxJobsAhead));
            consumer.On<AllocationCancelled, RunCancelledHandler>(Topics.AllocationCancelled);
        });
    }

    public static void MapEngine(this WebApplication app)
    {
        app.MapGrpcServer();
        // A problem is larger than other requests: gRPC's own limit applies.
        app.MapGrpcService<AllocationEngineGrpcService>().WithMetadata(new DisableRequestSizeLimitAttribute());
    }
}
