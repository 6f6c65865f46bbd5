using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Tests.Attacks;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Access;

/// <summary>Every endpoint × every role × owner and stranger × every kind of bad token, from the endpoints' own list.</summary>
[Collection(MatrixCollection.Name)]
public sealed class AuthorizationMatrixTests(MatrixHost matrix)
{
    private readonly WholeHost host = matrix.Services;

    [Fact]
    public async Task Every_endpoint_has_a_row_and_lets_in_whom_the_row_does()
    {
        var faults = new List<string>();
        foreach (var endpoint in (await ApiEndpoint.AllAsync(host)).Where(IsGuarded))
        {
            if (AccessTable.Find(endpoint.Action) is not { } rule)
            {
                faults.Add($"{endpoint} has no row {endpoint.Action} in AccessTable.");
                continue;
            }

            var wanted = ApiEndpoint.AllRoles.Where(role => rule.Scopes[role] != Scope.None);
            if (rule.IsOpen ? !endpoint.IsAnonymous : !wanted.SequenceEqual(endpoint.PassingRoles) || rule.Scopes[AccessRule.Newcomer] != Scope.None != endpoint.LetsInNewcomers)
            {
                faults.Add($"{endpoint} lets in {string.Join(", ", endpoint.PassingRoles)}{(endpoint.LetsInNewcomers ? " and newcomers" : "")}, its row others.");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_row_has_an_endpoint()
    {
        var actions = (await ApiEndpoint.AllAsync(host)).Select(endpoint => endpoint.Action).ToHashSet();
        Assert.DoesNotContain(AccessTable.Rules, rule => !actions.Contains(rule.Action));
    }

    [Fact]
    public async Task What_is_open_without_signing_in_is_known()
    {
        var open = (await ApiEndpoint.AllAsync(host)).Where(endpoint => endpoint.IsAnonymous && IsGuarded(endpoint)).Select(endpoint => endpoint.Action);
        Assert.Equal(["ReadCalendar"], open);
    }

    [Fact]
    public async Task Every_cell_of_the_table_holds_for_owner_and_stranger_and_no_bad_token_passes()
    {
        var scene = matrix.Scene;
        await using var other = await TokenIssuer.StartAsync();
        using var walk = new Walk(host, scene);
        var endpoints = (await ApiEndpoint.AllAsync(host)).Where(endpoint => IsGuarded(endpoint) && !endpoint.IsAnonymous).ToArray();
        var tokens = BadTokens.Of(host.Issuer, other);

        await Parallel.ForEachAsync(
            endpoints.SelectMany(endpoint => tokens.Select(token => (endpoint, token))), new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (one, _) => await walk.ExpectAsync(one.endpoint, one.token.What, one.token.Token, status => status == HttpStatusCode.Unauthorized));
        // Strangers first: what owners do changes things.
        foreach (var endpoint in endpoints)
        {
            await walk.AsStrangersAsync(endpoint);
        }

        foreach (var endpoint in endpoints)
        {
            await walk.AsOwnersAsync(endpoint);
        }

        Assert.True(walk.Failures.IsEmpty, string.Join('\n', walk.Failures.Order(StringComparer.Ordinal)));
    }

    private static bool IsGuarded(ApiEndpoint endpoint) => endpoint.IsRest || endpoint.IsGrpc;

    /// <summary>Sends each endpoint a request that is right but for who sends it.</summary>
    private sealed class Walk(ServicesHost host, MatrixScene scene) : IDisposable
    {
        // No version that anything has: a change that the caller may make is not made.
        private const string OtherVersion = "\"999\"";

        private static readonly string[] Columns = [AccessRule.Newcomer, .. ApiEndpoint.AllRoles];
        private readonly HttpClient _client = host.Anonymous();

        public ConcurrentBag<string> Failures { get; } = [];

        public async Task AsStrangersAsync(ApiEndpoint endpoint)
        {
            var (_, stranger) = MatrixScene.CallersOf(endpoint);
            foreach (var role in Columns)
            {
                var scope = ScopeOf(endpoint, role);
                await ExpectAsync(endpoint, $"a stranger as {role}", Token(stranger, role), status => scope switch
                {
                    Scope.None => status == HttpStatusCode.Forbidden,
                    Scope.Own when scene.NamesSomethingOwned(endpoint) && endpoint.IsRest => status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound,
                    _ => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden),
                }, scope == Scope.Own && endpoint.Method == HttpMethod.Get && !scene.NamesSomethingOwned(endpoint) ? scene.Marks : []);
            }
        }

        public async Task AsOwnersAsync(ApiEndpoint endpoint)
        {
            var (owner, _) = MatrixScene.CallersOf(endpoint);
            foreach (var role in Columns.Where(role => ScopeOf(endpoint, role) == Scope.Own))
            {
                await ExpectAsync(endpoint, $"the owner as {role}", Token(owner, role), status => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    && (status != HttpStatusCode.NotFound || endpoint.IsGrpc || endpoint.Name is "ClaimOrder" || endpoint.Method == HttpMethod.Delete));
            }
        }

        public async Task ExpectAsync(ApiEndpoint endpoint, string who, string? token, Func<HttpStatusCode, bool> isRight, IEnumerable<string>? hidden = null)
        {
            using var request = new HttpRequestMessage(endpoint.Method, new Uri(host.Address, scene.PathOf(endpoint)));
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            request.Headers.TryAddWithoutValidation("If-Match", OtherVersion);
            request.Content = scene.Bodies.TryGetValue(endpoint.Name, out var body) ? ApiCalls.JsonOf(Afresh(body)) : null;
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var isRefused = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            if (!isRight(response.StatusCode) || (int)response.StatusCode >= 500
                || (hidden ?? []).Any(mark => text.Contains(mark, StringComparison.Ordinal))
                || (isRefused && endpoint.IsRest && !(text.Contains("\"traceId\"", StringComparison.Ordinal) && response.Content.Headers.ContentType?.MediaType == "application/problem+json")))
            {
                Failures.Add($"{endpoint}: {who}: {(int)response.StatusCode} {text[..Math.Min(text.Length, 200)]}");
            }
        }

        public void Dispose() => _client.Dispose();

        /// <summary>Sent again, a command of the same id would get the answer of the first time.</summary>
        private static object Afresh(object body) => body is Dictionary<string, object?> fields && fields.ContainsKey("commandId")
            ? fields.With("commandId", Guid.NewGuid())
            : body;

        private static Scope ScopeOf(ApiEndpoint endpoint, string role) => AccessTable.Find(endpoint.Action)?.Scopes[role] ?? Scope.None;

        private string Token(string subject, string role) => host.Issuer.Sign(subject, role == AccessRule.Newcomer ? [] : [role]);
    }
}
