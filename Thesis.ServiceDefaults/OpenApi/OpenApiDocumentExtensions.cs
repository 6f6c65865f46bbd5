using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the description of the process's REST endpoints, from which the web's client is generated.</summary>
internal static class OpenApiDocumentExtensions
{
    public static IHostApplicationBuilder AddOpenApiDocument(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options =>
        {
            options.CreateSchemaReferenceId = info => IdSchemas.IsId(info.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
            options.AddSchemaTransformer(IdSchemas.TransformAsync);
            options.AddOperationTransformer(HeaderParameters.TransformAsync);
            options.AddOperationTransformer(ProblemResponses.TransformAsync);
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "thesis", Version = "v1", Description = "Moves surplus food to those who can use it." };
                document.Servers = []; // Where a process listens is no part of the contract.
                return Task.CompletedTask;
            });
        });
        return builder;
    }
}
