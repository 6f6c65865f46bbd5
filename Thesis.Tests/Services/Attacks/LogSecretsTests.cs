using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Thesis.Services.Tests.Identity;

namespace Thesis.Services.Tests.Attacks;

/// <summary>What the service writes while people sign up, sign in and are refused: no secret, and nothing personal.</summary>
public sealed class LogSecretsTests(LogSecretsTests.ListeningHost host) : IClassFixture<LogSecretsTests.ListeningHost>
{
    [Fact]
    public async Task No_log_line_holds_a_planted_secret_or_personal_data()
    {
        const string NewPassword = "eleven crates of leeks";
        const string Phone = "+1 213 555 0177";
        using var kim = new Newcomer(host);
        using var signedUp = await kim.SignUpAsync(("name", "Zebedee Quillfeather"), ("organisation", "Quillfeather's Bakery"), ("phone", Phone), ("statement", "We open at dawn."));
        var verify = await kim.LinkAsync("/account/verify");
        using var verified = await kim.VerifyAsync(verify);
        using var wrong = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, "a wrong password of Kim's");
        var tokens = await kim.Browser.ExchangeAsync(await kim.Browser.CodeAsync(kim.Email, Newcomer.Password));
        var refreshed = await Visitor.JsonAsync(await kim.Browser.RefreshAsync(tokens));
        using var replay = await kim.Browser.RefreshAsync(tokens);
        using var forgot = await kim.SubmitAsync("/account/forgot", "/account/forgot", ("email", kim.Email));
        var reset = await kim.LinkAsync("/account/reset");
        using var set = await kim.SubmitAsync(reset, "/account/reset", ("password", NewPassword));
        using var mailed = await kim.SubmitAsync("/account/code", "/account/code", ("email", kim.Email));
        using var bearer = new HttpClient { BaseAddress = host.Address };
        bearer.DefaultRequestHeaders.Authorization = new("Bearer", (string?)tokens["access_token"]);
        using var refused = await bearer.PostAsJsonAsync(new Uri("/api/v1/invitations", UriKind.Relative), new { organisation = "dnr_x", email = kim.Email, role = "staff" });

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        var planted = new Dictionary<string, string?>
        {
            ["address"] = kim.Email,
            ["name"] = "Quillfeather",
            ["telephone"] = Phone,
            ["statement"] = "We open at dawn",
            ["password"] = Newcomer.Password,
            ["wrong password"] = "a wrong password of Kim's",
            ["new password"] = NewPassword,
            ["access token"] = (string?)tokens["access_token"],
            ["refresh token"] = (string?)tokens["refresh_token"],
            ["next refresh token"] = (string?)refreshed["refresh_token"],
            ["link to confirm"] = CodeOf(verify),
            ["link to reset"] = CodeOf(reset),
            ["client secret"] = IdentityHost.BffSecret,
            ["service secret"] = IdentityHost.ServicesSecret,
            ["demo password"] = host.Password,
            ["cookie"] = kim.Browser.Cookies.GetAllCookies().FirstOrDefault(cookie => cookie.Name == "thesis_identity")?.Value,
        };
        var lines = host.Lines.Lines.ToArray();
        Assert.NotEmpty(lines);
        var leaks = from secret in planted
                    where secret.Value is { Length: > 3 }
                    from line in lines
                    where line.Contains(secret.Value!, StringComparison.OrdinalIgnoreCase) || line.Contains(Uri.EscapeDataString(secret.Value!), StringComparison.OrdinalIgnoreCase)
                    select $"{secret.Key}: {line[..Math.Min(line.Length, 300)]}";
        Assert.Empty(leaks.Take(10));
    }

    private static string CodeOf(string link) => Uri.UnescapeDataString(link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..]);

    /// <summary>Hears all that the service's own configuration lets through.</summary>
    public sealed class ListeningHost : IdentityHost
    {
        internal Hearing Lines { get; } = new();

        protected override void Replace(WebApplicationBuilder builder)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information);
            builder.Logging.AddProvider(Lines);
        }
    }

    internal sealed class Hearing : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(Hearing hearing, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => hearing._scopes?.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
                var scopes = "";
                hearing._scopes?.ForEachScope((scope, _) => scopes += $" {(scope is IEnumerable<KeyValuePair<string, object?>> items ? string.Join(' ', items.Select(item => $"{item.Key}={item.Value}")) : scope)}", 0);
                hearing.Lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {fields}{scopes} {exception}");
            }
        }
    }
}
