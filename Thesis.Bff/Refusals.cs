using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;

namespace Thesis.Bff;

/// <summary>Answers that only the public door gives.</summary>
internal static class Refusals
{
    public static ProblemHttpResult SignInFirst() => Problems.Of(
        StatusCodes.Status401Unauthorized, "unauthenticated", "You are not signed in.", "Sign in at /bff/login and try again.");

    public static ProblemHttpResult TooMany(string detail) => Problems.Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests.", detail);
}
