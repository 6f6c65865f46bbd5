using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;

namespace Thesis.Bff;

/// <summary>Answers that only the public door gives.</summary>
internal static class Refusals
{
    public static ProblemHttpResult SignInFirst() => Problems.Of(
        StatusCodes.Status401Unauthorized, "unauthenticated", "You are not signed in.", "Sign in at /bff/login and try again.");

    public static ProblemHttpResult TooMany() => Problems.Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests.",
        "Too many requests from you at once. Wait as long as Retry-After says, then go on.");

    public static ProblemHttpResult Busy() => Problems.Of(
        StatusCodes.Status503ServiceUnavailable, "busy", "Too much is going on.",
        "Nothing was done. Try again in a moment; Retry-After says when.");
}
