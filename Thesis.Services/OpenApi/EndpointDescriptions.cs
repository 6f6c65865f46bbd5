using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;

namespace Thesis.Services.OpenApi;

/// <summary>What an endpoint's OpenAPI description says.</summary>
public static class EndpointDescriptions
{
    private const string ProblemJson = "application/problem+json";

    private static readonly Dictionary<int, (string Code, string Detail)> Answers = new()
    {
        [400] = ("validation", "Some fields are not valid; errors names each with its remedy."),
        [401] = ("unauthenticated", "The access token is missing, expired or not valid."),
        [403] = ("forbidden", "The caller may not do this."),
        [404] = ("not-found", "Nothing has this id."),
        [409] = ("conflict", "The current state does not allow this, or a request of this Idempotency-Key is still at work."),
        [412] = ("precondition-failed", "It has changed since the caller read it."),
        [413] = ("body-too-large", "The body is larger than allowed."),
        [415] = ("unsupported-media-type", "The body's Content-Type is not accepted here."),
        [422] = ("idempotency-key-reused", "The Idempotency-Key was used for another request."),
        [428] = ("precondition-required", "If-Match is missing."),
    };

    /// <summary>Names the operation for generated clients and for the table of who may take it, and says for people what it does.</summary>
    /// <param name="name">Unique among all services, e.g. "CreateDonation".</param>
    /// <param name="action">Its row of <see cref="AccessTable"/>, where several operations have one.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string tag, string name, string summary, string? action = null) =>
        endpoint.WithAction(action ?? name, name).WithTags(tag).WithSummary(summary);

    /// <summary>States the problems that the endpoint may answer with, each with an example. 401 and 403 are added for all.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses.Concat([401, 403]).Distinct().Order())
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (status, response) in operation.Responses ?? [])
            {
                if (response.Content?.TryGetValue(ProblemJson, out var content) == true && int.TryParse(status, out var code) && Answers.ContainsKey(code))
                {
                    content.Example = Example(code);
                }
            }

            return Task.CompletedTask;
        });
    }

    private static JsonObject Example(int status)
    {
        var (code, detail) = Answers[status];
        var example = new JsonObject
        {
            ["type"] = Problems.TypeBase + code,
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (status == StatusCodes.Status400BadRequest)
        {
            example["errors"] = new JsonObject { ["quantityKg"] = new JsonArray("must be more than 0") };
        }

        return example;
    }
}
