using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Thesis.ServiceDefaults;

/// <summary>Describes what endpoints take beside their handlers' parameters: pages, <c>Idempotency-Key</c>, <c>If-Match</c>.</summary>
internal static class HeaderParameters
{
    public static Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var parameters = operation.Parameters ??= [];
        if (metadata.OfType<PagedMetadata>().Any())
        {
            parameters.Add(Query(PageRequest.SizeParameter, "Items a page holds.", new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = $"{PageRequest.MaxSize}",
                Default = PageRequest.DefaultSize,
            }));
            parameters.Add(Query(PageRequest.TokenParameter, "The nextPageToken of the page before.", Text()));
        }

        if (metadata.OfType<CommandMetadata>().Any())
        {
            var required = HttpMethods.IsPost(context.Description.HttpMethod ?? "");
            parameters.Add(Header(IdempotencyKey.Header, "Names the command; repeated, it gives the first answer again for 24 hours.", required, Text(IdempotencyKey.MaxLength)));
        }

        if (metadata.OfType<IfMatchMetadata>().FirstOrDefault() is { } ifMatch)
        {
            parameters.Add(Header("If-Match", "The ETag of the last read.", ifMatch.Required, Text()));
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema Text(int? maxLength = null) => new() { Type = JsonSchemaType.String, MaxLength = maxLength };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    private static OpenApiParameter Header(string name, string description, bool required, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Header, Description = description, Required = required, Schema = schema };
}
