using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Access;

namespace Thesis.Dashboard.Api;

/// <summary>Signing in and out.</summary>
internal sealed class LoginEndpoints(BrowserGate gate)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", FromAddressAsync);
        app.MapPost("/api/v1/login", FromFormAsync);
        app.MapPost("/api/v1/logout", http =>
        {
            gate.SignOut(http);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    /// <summary>The address that the start prints. A wrong token leads to the page's own form.</summary>
    private Task FromAddressAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var token = http.Request.Query["t"].ToString();
        if (gate.Admits(http) || (token.Length > 0 && !gate.IsPaused() && gate.TrySignIn(http, token)))
        {
            http.Response.Redirect("/");
            return Task.CompletedTask;
        }

        if (token.Length == 0)
        {
            return WebFiles.SendPageAsync(http); // Its form asks for the token.
        }

        http.Response.Redirect("/login?error");
        return Task.CompletedTask;
    }

    private async Task FromFormAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync(http, ApiJson.Default.LoginRequest);
        if (gate.IsPaused())
        {
            http.Response.Headers.RetryAfter = "30";
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "Too many wrong tokens; wait 30 seconds.");
        }

        http.Response.StatusCode = gate.TrySignIn(http, request.Token)
            ? StatusCodes.Status204NoContent
            : throw new ProblemException(StatusCodes.Status401Unauthorized, "The token is wrong. The dashboard's start printed the right one.");
    }
}
