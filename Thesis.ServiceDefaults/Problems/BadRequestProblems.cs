using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Turns the framework's refusal of a request into a problem that names the parameter or the JSON field and the remedy.
/// The framework tells the parameter only in its message's text, which is therefore read here.
/// </summary>
internal static partial class BadRequestProblems
{
    public static ProblemHttpResult For(HttpContext context, BadHttpRequestException exception)
    {
        if (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Of(exception.StatusCode, "body-too-large", "The body is too large.", StatusProblems.TooLarge(context));
        }

        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            context.Response.StatusCode = exception.StatusCode;
            return StatusProblems.For(context);
        }

        if (exception.InnerException is JsonException json)
        {
            return JsonProblems.For(json);
        }

        if (FailedToBind().Match(exception.Message) is { Success: true } bind)
        {
            return Problems.Validation(bind.Groups["name"].Value, ParameterForms.Expected(bind.Groups["type"].Value));
        }

        if (NotProvided().Match(exception.Message) is { Success: true } missing)
        {
            return Problems.Validation(missing.Groups["name"].Value, "is required");
        }

        return exception.Message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? Problems.Validation("body", "is required, as JSON")
            : Problems.BadRequest("bad-request", "The request is malformed.");
    }

    [GeneratedRegex("""^Failed to bind parameter "(?<type>.+) (?<name>\S+)" from """)]
    private static partial Regex FailedToBind();

    [GeneratedRegex("""^Required parameter "(?<type>.+) (?<name>\S+)" was not provided from (?!body)""")]
    private static partial Regex NotProvided();
}
