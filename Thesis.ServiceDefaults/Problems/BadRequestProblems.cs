using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults;

/// <summary>Turns the framework's refusal of a request into a problem that names the parameters or the JSON field and the remedy.</summary>
internal static class BadRequestProblems
{
    public static ProblemHttpResult For(HttpContext context, Endpoint? endpoint, BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return StatusProblems.For(context, exception.StatusCode);
        }

        var body = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>();
        if (exception.InnerException is JsonException json && body?.RequestType is { } type)
        {
            return JsonProblems.For(json, type, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        }

        // The framework tells the parameter only in a sentence, so what it bound is looked at once more.
        var validation = new Validation();
        foreach (var parameter in endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var text = Text(context, parameter.Name);
            validation.Require(text is not null || parameter.IsOptional || !IsText(parameter), parameter.Name, "is required");
            validation.Require(text is null || ValueForms.Parses(parameter.ParameterInfo.ParameterType, text), parameter.Name, ValueForms.Expected(parameter.ParameterInfo.ParameterType));
        }

        return validation.Problem
            ?? (body is null
                ? Problems.BadRequest("bad-request", "The request is malformed.")
                : Problems.Validation("body", $"is required, as {(body.ContentTypes is ["application/json", ..] ? "JSON" : string.Join(" or ", body.ContentTypes))}"));
    }

    private static bool IsText(IParameterBindingMetadata parameter) => parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string);

    private static string? Text(HttpContext context, string name)
    {
        var route = context.Features.Get<IExceptionHandlerFeature>()?.RouteValues ?? context.Request.RouteValues;
        return route.TryGetValue(name, out var value) ? value?.ToString() : context.Request.Query[name].FirstOrDefault();
    }
}
