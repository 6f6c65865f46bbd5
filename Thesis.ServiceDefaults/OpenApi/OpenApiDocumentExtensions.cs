using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Thesis.ServiceDefaults;

/// <summary>The description of the process's REST endpoints, from which the web's client is generated.</summary>
internal static class OpenApiDocumentExtensions
{
    /// <summary>Set to true, the reference page is served outside development too.</summary>
    private const string ReferenceSwitch = "OpenApi:Reference";

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

    /// <summary>Serves the document at <c>/openapi/v1.json</c> and, in development or when switched on, its reference page at <c>/scalar</c>.</summary>
    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.MapOpenApi().AllowAnonymous();
        if (app.Environment.IsDevelopment() || app.Configuration.GetValue<bool>(ReferenceSwitch))
        {
            app.MapScalarApiReference(page => page.DisableDefaultFonts()).AllowAnonymous();
        }
    }
}
