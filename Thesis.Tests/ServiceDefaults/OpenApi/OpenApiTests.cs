using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults.Tests;

public sealed class OpenApiTests(OpenApiTests.Described described) : IClassFixture<OpenApiTests.Described>
{
    [Fact]
    public void Ids_are_strings_with_their_prefix_wherever_they_stand()
    {
        Assert.Equal("string", Property("OfferAnswer", "id").GetProperty("type").GetString());
        Assert.StartsWith("^don_", Property("OfferAnswer", "id").GetProperty("pattern").GetString());
        Assert.StartsWith("^drv_", Property("OfferAnswer", "driver").GetProperty("pattern").GetString());
        Assert.Equal(["string", "null"], Types(Property("OfferAnswer", "driver")).OrderDescending());
        Assert.Equal("string", Parameter("/offers/{id}", "get", "id").GetProperty("schema").GetProperty("type").GetString());
        Assert.DoesNotContain(described.Schemas.EnumerateObject(), s => s.Name.StartsWith("Id", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_are_numbers_and_times_are_times()
    {
        Assert.Equal("number", Property("OfferAnswer", "quantityKg").GetProperty("type").GetString());
        Assert.Equal("date-time", Property("OfferAnswer", "expiresAt").GetProperty("format").GetString());
        Assert.Equal("string", Property("OfferAnswer", "expiresAt").GetProperty("type").GetString());
        Assert.Equal(["ambient", "chilled"], Resolve(Property("OfferAnswer", "storage")).GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public void Required_fields_are_those_without_a_default()
    {
        var required = described.Schemas.GetProperty("NewOffer").GetProperty("required").EnumerateArray().Select(r => r.GetString());

        Assert.Equal(["title"], required);
    }

    [Fact]
    public void What_the_rules_take_is_described()
    {
        Assert.Equal("1", Parameter("/offers", "get", "pageSize").GetProperty("schema").GetProperty("minimum").ToString());
        Assert.Equal("query", Parameter("/offers", "get", "pageToken").GetProperty("in").GetString());
        Assert.True(Parameter("/offers", "post", "Idempotency-Key").GetProperty("required").GetBoolean());
        Assert.True(Parameter("/offers/{id}", "put", "If-Match").GetProperty("required").GetBoolean());
        Assert.False(Parameter("/offers/{id}", "put", "Idempotency-Key").TryGetProperty("required", out _));
    }

    [Fact]
    public void Every_operation_can_answer_with_a_problem()
    {
        var response = Operation("/offers", "get").GetProperty("responses").GetProperty("default");

        Assert.Equal(
            "#/components/schemas/Problem",
            response.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.True(described.Schemas.TryGetProperty("Problem", out _));
    }

    [Fact]
    public void The_document_names_no_machine()
    {
        Assert.DoesNotContain("127.0.0.1", described.Document.GetRawText(), StringComparison.Ordinal);
    }

    private JsonElement Operation(string path, string method) => described.Document.GetProperty("paths").GetProperty(path).GetProperty(method);

    private JsonElement Parameter(string path, string method, string name) =>
        Operation(path, method).GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);

    private JsonElement Property(string schema, string property) => described.Schemas.GetProperty(schema).GetProperty("properties").GetProperty(property);

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? described.Schemas.GetProperty(reference.GetString()?.Split('/')[^1] ?? "")
        : schema;

    private static string?[] Types(JsonElement schema) => [.. schema.GetProperty("type").EnumerateArray().Select(t => t.GetString())];

    public sealed class Described : IAsyncLifetime
    {
        internal JsonElement Document { get; private set; }

        internal JsonElement Schemas => Document.GetProperty("components").GetProperty("schemas");

        public async Task InitializeAsync()
        {
            await using var app = await TestApp.StartAsync(app =>
            {
                app.MapGet("/offers", (PageRequest page) => new Page<OfferAnswer>([], null)).WithName("ListOffers").RequireAuthorization(Policies.SignedIn);
                app.MapGet("/offers/{id}", (Id<Kinds.Donation> id) => TypedResults.Ok<OfferAnswer>(null)).WithName("GetOffer").RequireAuthorization(Policies.SignedIn);
                app.MapPost("/offers", (NewOffer offer) => offer.Title).WithName("AddOffer").RequireAuthorization(Policies.SignedIn).AsCommand("offers");
                app.MapPut("/offers/{id}", (Id<Kinds.Donation> id, NewOffer offer, HttpRequest request) => IfMatch.Require(request))
                    .WithName("ChangeOffer").RequireAuthorization(Policies.SignedIn).AsCommand("offers").WithIfMatch();
            });
            Document = JsonSerializer.Deserialize<JsonElement>(await app.Anonymous().GetStringAsync("/openapi/v1.json"));
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }

    private enum Storage
    {
        Ambient,
        Chilled,
    }

    private sealed record NewOffer(string Title, decimal? QuantityKg = null);

    private sealed record OfferAnswer(Id<Kinds.Donation> Id, Id<Kinds.Driver>? Driver, decimal QuantityKg, DateTimeOffset ExpiresAt, Storage Storage);
}
