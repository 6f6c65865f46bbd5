using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Api;

/// <summary>Answers to who may not read or write.</summary>
internal static class Access
{
    /// <summary>Dispatchers and administrators see every order's conversation and every board.</summary>
    public static bool IsStaff(this Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);

    public static ProblemHttpResult ToProblem(this WriteRefusal refusal) => refusal.IsForbidden
        ? Problems.Of(StatusCodes.Status403Forbidden, refusal.Code, "You may not write here.", refusal.Words)
        : Problems.Conflict(refusal.Code, refusal.Words);

    /// <summary>429, with when to send again.</summary>
    public static ProblemHttpResult TooMany(HttpResponse response, DateTimeOffset again, DateTimeOffset now)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling((again - now).TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests, "too-many-messages", "You write more than others can read.",
            $"Wait {seconds} seconds and send it again; several short messages can be one.");
    }
}
