using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Answers to requests that cannot be carried out, as RFC 9457 problem details. <c>type</c> is
/// <c>https://thesis.example/problems/&lt;code&gt;</c>; <c>traceId</c> is added when the answer is written.
/// </summary>
public static class Problems
{
    /// <summary>Where the types of problems live; a code is appended.</summary>
    public const string TypeBase = "https://thesis.example/problems/";

    /// <summary>400: fields that are wrong, each with messages that say the remedy ("must be more than 0").</summary>
    public static ProblemHttpResult Validation(IReadOnlyDictionary<string, string[]> errors)
    {
        var problem = Details(StatusCodes.Status400BadRequest, "validation", "Some fields are not valid.", null);
        problem.Extensions["errors"] = errors;
        return TypedResults.Problem(problem);
    }

    /// <summary>400: one field that is wrong, with its remedy ("must be more than 0").</summary>
    public static ProblemHttpResult Validation(string field, string message) =>
        Validation(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>400 with a code of its own, where no field is at fault.</summary>
    public static ProblemHttpResult BadRequest(string code, string detail) =>
        Of(StatusCodes.Status400BadRequest, code, "The request cannot be understood.", detail);

    /// <summary>403: the caller is known, and may not do this.</summary>
    public static ProblemHttpResult Forbidden(string detail) =>
        Of(StatusCodes.Status403Forbidden, "forbidden", "You may not do this.", detail);

    /// <summary>404: nothing of that kind has this id, or the caller may not know of it.</summary>
    public static ProblemHttpResult NotFound<TKind>(Id<TKind> id)
        where TKind : IIdKind =>
        NotFound(typeof(TKind).Name.ToLowerInvariant(), id.ToString());

    /// <summary>404: nothing of that kind has this id, or the caller may not know of it.</summary>
    public static ProblemHttpResult NotFound(string kind, string id) =>
        Of(StatusCodes.Status404NotFound, "not-found", "Not found.", $"There is no {kind} {id}.");

    /// <summary>409: the state of the thing does not allow this.</summary>
    /// <param name="code">Stable, in kebab case, such as <c>order-not-free</c>.</param>
    /// <param name="detail">What stands in the way, and what the caller can do.</param>
    public static ProblemHttpResult Conflict(string code, string detail) =>
        Of(StatusCodes.Status409Conflict, code, "The current state does not allow this.", detail);

    /// <summary>412: the row has changed since the caller read it.</summary>
    public static ProblemHttpResult PreconditionFailed(long currentVersion)
    {
        var problem = Details(
            StatusCodes.Status412PreconditionFailed,
            "precondition-failed",
            "It has changed since you read it.",
            $"If-Match names another version than the current {ETags.Of(currentVersion)}; read it again and repeat your change.");
        problem.Extensions["currentETag"] = ETags.Of(currentVersion);
        return TypedResults.Problem(problem);
    }

    /// <summary>428: the update needs <c>If-Match</c>.</summary>
    public static ProblemHttpResult PreconditionRequired() =>
        Of(
            StatusCodes.Status428PreconditionRequired,
            "precondition-required",
            "This update needs If-Match.",
            "Send the header If-Match with the ETag of your last read.");

    /// <summary>Any other problem.</summary>
    public static ProblemHttpResult Of(int status, string code, string title, string? detail) =>
        TypedResults.Problem(Details(status, code, title, detail));

    internal static ProblemDetails Details(int status, string code, string title, string? detail) => new()
    {
        Status = status,
        Type = TypeBase + code,
        Title = title,
        Detail = detail,
    };
}
