using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Server;
using Thesis.Services.Identity.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>The keys: kept, shared, replaced, and not to be had by forging.</summary>
public class KeyTests(IdentityHost host) : IClassFixture<IdentityHost>
{
    [Theory]
    [InlineData("good", HttpStatusCode.OK)]
    [InlineData("expired", HttpStatusCode.Unauthorized)]
    [InlineData("other audience", HttpStatusCode.Unauthorized)]
    [InlineData("other issuer", HttpStatusCode.Unauthorized)]
    [InlineData("id_token's type", HttpStatusCode.Unauthorized)]
    [InlineData("other key", HttpStatusCode.Unauthorized)]
    [InlineData("none", HttpStatusCode.Unauthorized)]
    [InlineData("public key as secret", HttpStatusCode.Unauthorized)]
    public async Task A_token_that_is_not_one_of_ours_is_refused(string which, HttpStatusCode expected)
    {
        var ours = host.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials[0];
        using var forged = RSA.Create(2048);
        var key = which switch
        {
            "other key" => new SigningCredentials(new RsaSecurityKey(forged) { KeyId = ours.Key.KeyId }, SecurityAlgorithms.RsaSha256),
            "public key as secret" => new SigningCredentials(new SymmetricSecurityKey(((X509SecurityKey)ours.Key).Certificate.GetPublicKey()) { KeyId = ours.Key.KeyId }, SecurityAlgorithms.HmacSha256),
            "none" => null,
            _ => ours,
        };
        var until = DateTime.UtcNow + TimeSpan.FromMinutes(which == "expired" ? -2 : 5);

        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = which == "other issuer" ? "http://elsewhere.example/" : host.Address.ToString(),
            Audience = which == "other audience" ? "bff" : "thesis",
            TokenType = which == "id_token's type" ? "JWT" : "at+jwt",
            Subject = new ClaimsIdentity([new Claim("sub", "user-admin"), new Claim("role", "admin")]),
            NotBefore = until.AddMinutes(-10),
            Expires = until,
            SigningCredentials = key,
        });

        Assert.Equal(expected, await host.TryAsync(token));
    }

    [Fact]
    public async Task An_id_token_is_no_access_token()
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "donor1");
        using var end = visitor;

        Assert.Equal(HttpStatusCode.Unauthorized, await host.TryAsync((string?)tokens["id_token"] ?? ""));
    }

    [Fact]
    public async Task Tokens_outlive_a_restart_and_are_good_at_every_replica()
    {
        var before = await IdentityHost.StartAsync();
        var (visitor, tokens) = await Visitor.SignedInAsync(before, "donor1");
        var port = FreePort.Next();
        var replica = await IdentityHost.StartAsync(before, port, settings: new() { ["Authentication:Issuer"] = before.Address.ToString() });
        Assert.Equal(HttpStatusCode.OK, await replica.TryAsync((string?)tokens["access_token"] ?? ""));
        await before.DisposeAsync();
        await replica.DisposeAsync();

        var after = await IdentityHost.StartAsync(before);

        Assert.Equal(HttpStatusCode.OK, await after.TryAsync((string?)tokens["access_token"] ?? ""));
        Assert.True((await visitor.RefreshAsync(tokens)).IsSuccessStatusCode);
        visitor.Dispose();
        await after.DisposeAsync();
    }

    [Fact]
    public async Task A_new_password_of_the_demo_accounts_holds_from_the_next_start()
    {
        var before = await IdentityHost.StartAsync();
        await before.DisposeAsync();
        var after = await IdentityHost.StartAsync(before, password: "another password of the demo accounts");
        using var visitor = new Visitor(after);

        Assert.NotEmpty(await visitor.CodeAsync("driver32", after.Password));
        using var old = await visitor.SubmitAsync("/account/sign-in", "driver31", before.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        await after.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_tokens_of_the_old_one_stay_good()
    {
        var own = await IdentityHost.StartAsync();
        var (visitor, tokens) = await Visitor.SignedInAsync(own, "donor1");
        using var end = visitor;
        var first = new JsonWebToken((string?)tokens["access_token"]).Kid;

        Assert.Equal([first], await PublishedAsync(own));
        for (var day = 0; day < 63; day += 9)
        {
            own.Time.Advance(TimeSpan.FromDays(9));
            tokens = await Visitor.JsonAsync(await visitor.RefreshAsync(tokens));
        }

        var published = await PublishedAsync(own);
        Assert.Equal(2, published.Count);
        tokens = await Visitor.JsonAsync(await visitor.RefreshAsync(tokens));
        Assert.Equal(first, new JsonWebToken((string?)tokens["access_token"]).Kid);
        own.Time.Advance(TimeSpan.FromHours(2));
        await PublishedAsync(own);
        tokens = await Visitor.JsonAsync(await visitor.RefreshAsync(tokens));
        Assert.Equal(published.Single(key => key != first), new JsonWebToken((string?)tokens["access_token"]).Kid);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task The_tables_are_those_of_the_model()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<IdentityDatabase>().GetService<IDesignTimeModel>().Model;
        var expected = model.GetRelationalModel().Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name} {column.StoreType} {(column.IsNullable ? "" : "not ")}null"));
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE ' null' END
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'identity' AND c.relkind = 'r' AND a.attnum > 0
            """);
        var actual = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            actual.Add(reader.GetString(0));
        }

        Assert.Empty(expected.Except(actual));
    }

    /// <summary>The ids of the published keys, after the process has looked for new ones.</summary>
    private static async Task<IReadOnlyList<string>> PublishedAsync(IdentityHost own)
    {
        await using (var scope = own.Services.CreateAsyncScope())
        {
            await own.Services.GetRequiredService<KeyRing>().LoadAsync(scope.ServiceProvider.GetRequiredService<KeyStore>(), default);
        }

        using var client = new HttpClient { BaseAddress = own.Address };
        var keys = await Visitor.JsonAsync(await client.GetAsync(new Uri("/.well-known/jwks", UriKind.Relative)));
        return [.. (keys["keys"]?.AsArray() ?? []).Select(key => (string?)key?["kid"] ?? "")];
    }
}
