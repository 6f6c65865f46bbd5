using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Thesis.Dashboard.Access;

/// <summary>Signs browsers in with the token, and knows them by a cookie afterwards.</summary>
internal sealed class BrowserGate(DashboardOptions options)
{
    private const int MaxSessions = 1_000;
    private const int MaxFailures = 10; // In a row, from all browsers together, before the gate pauses.
    private static readonly TimeSpan _sessionLife = TimeSpan.FromHours(24);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new();
    private readonly Lock _failing = new();
    private int _failures;
    private DateTimeOffset _closedUntil;

    /// <summary>Null when everybody is let in.</summary>
    public string? Token { get; } = options.AllowAnonymous ? null : options.BrowserToken ?? RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether the request is of a browser that signed in, or needs not.</summary>
    public bool Admits(HttpContext http) =>
        Token is null || (http.Request.Cookies[CookieName(http)] is { } session
            && _sessions.TryGetValue(session, out var expires) && expires > options.Time.GetUtcNow());

    /// <summary>Whether too many wrong tokens came; right ones have to wait as well.</summary>
    public bool IsPaused()
    {
        lock (_failing)
        {
            return options.Time.GetUtcNow() < _closedUntil;
        }
    }

    /// <summary>Signs a browser in; false when the token is wrong.</summary>
    public bool TrySignIn(HttpContext http, string? token)
    {
        if (Token is null)
        {
            return true;
        }

        // In time that depends on what was sent, not on what is right.
        var isRight = CryptographicOperations.FixedTimeEquals(Hash(token ?? ""), Hash(Token));
        Count(isRight);
        if (!isRight)
        {
            return false;
        }

        var now = options.Time.GetUtcNow();
        Forget(now);
        var session = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _sessions[session] = now + _sessionLife;
        http.Response.Cookies.Append(CookieName(http), session, Cookie(http, _sessionLife));
        return true;
    }

    public void SignOut(HttpContext http)
    {
        if (http.Request.Cookies[CookieName(http)] is { } session)
        {
            _sessions.TryRemove(session, out _);
            http.Response.Cookies.Delete(CookieName(http), Cookie(http, null));
        }
    }

    // Cookies do not tell ports apart; two dashboards on one machine must not sign each other out.
    private static string CookieName(HttpContext http) => $"thesis-dashboard-{http.Connection.LocalPort}";

    private static CookieOptions Cookie(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        MaxAge = life,
    };

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private void Count(bool isRight)
    {
        lock (_failing)
        {
            _failures = isRight ? 0 : _failures + 1;
            if (_failures >= MaxFailures)
            {
                _failures = 0;
                _closedUntil = options.Time.GetUtcNow() + _pause;
            }
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (session, expires) in _sessions)
        {
            if (expires <= now)
            {
                _sessions.TryRemove(session, out _);
            }
        }

        while (_sessions.Count >= MaxSessions)
        {
            _sessions.TryRemove(_sessions.MinBy(s => s.Value).Key, out _);
        }
    }
}
