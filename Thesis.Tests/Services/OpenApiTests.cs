using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thesis.Services.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>
/// The description from which the web's client is generated. <c>openapi.json</c> is what the endpoints say now, checked in so
/// that a change is seen in review; <c>openapi.baseline.json</c> is what was last released, and is renewed at a release only.
/// </summary>
public class OpenApiTests(WholeHost host) : IClassFixture<WholeHost>
{
    private const string UpdateVariable = "THESIS_UPDATE_OPENAPI";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "Thesis.Contracts", "OpenApi");

    [Fact]
    public async Task Every_operation_is_named_and_described_once_with_its_problems()
    {
        var operations = Operations(await DocumentAsync()).ToArray();
        Assert.True(!host.Logs.Errors.Any(), string.Join("\n", host.Logs.Errors));
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["operationId"])));
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["summary"] ?? (string?)operation["description"])));
        Assert.Equal(operations.Length, operations.Select(operation => (string?)operation["operationId"]).Distinct().Count());
    }

    [Fact]
    public async Task Problems_come_with_an_example()
    {
        var create = Operations(await DocumentAsync()).Single(operation => (string?)operation["operationId"] == "CreateDonation");
        var example = create["responses"]?["400"]?["content"]?["application/problem+json"]?["example"];
        Assert.Equal("https://thesis.example/problems/validation", (string?)example?["type"]);
        Assert.NotNull(create["responses"]?["201"]);
        Assert.NotNull(create["requestBody"]);
    }

    [Fact]
    public async Task The_description_is_the_one_that_is_checked_in()
    {
        var path = Path.Combine(Folder, "openapi.json");
        var current = (await DocumentAsync()).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            await File.WriteAllTextAsync(path, current);
        }

        Assert.True(
            await File.ReadAllTextAsync(path) == current,
            $"{path} is not what the endpoints say. Renew it with: {UpdateVariable}=1 dotnet test Thesis.Tests/Services --filter OpenApi");
    }

    [Fact]
    public async Task The_description_breaks_no_client_of_the_released_one() =>
        Assert.Empty(OpenApiCompatibility.Breaks(await BaselineAsync(), await DocumentAsync()));

    [Theory]
    [InlineData("paths./api/v1/donations.post", "POST /api/v1/donations is gone")]
    [InlineData("components.schemas.DonationResponse.properties.title", "DonationResponse.title is gone")]
    [InlineData("components.schemas.PlaceRequest.properties.region", "PlaceRequest.region is gone")]
    public async Task What_is_taken_away_is_found_to_break(string path, string expected)
    {
        var changed = await BaselineAsync();
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate((JsonNode?)changed, (node, step) => node?[step])?.AsObject();
        Assert.True(parent?.Remove(steps[^1]), path);

        Assert.Contains(expected, OpenApiCompatibility.Breaks(await BaselineAsync(), changed));
    }

    [Fact]
    public async Task A_new_demand_and_a_changed_type_are_found_to_break()
    {
        var changed = await BaselineAsync();
        var schemas = changed["components"]?["schemas"];
        schemas?["DonationRequest"]?.AsObject().Add("required", new JsonArray("title"));
        schemas?["DonationResponse"]?["properties"]?["version"]?.AsObject()["type"] = "string";

        Assert.Equal(
            ["DonationRequest.title is now required", "DonationResponse.version is now \"string\", was \"integer\""],
            OpenApiCompatibility.Breaks(await BaselineAsync(), changed).Order(StringComparer.Ordinal));
    }

    private Task<JsonNode> DocumentAsync() => host.Anonymous().GetNodeAsync("/openapi/v1.json");

    private static async Task<JsonNode> BaselineAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "openapi.baseline.json"))) ?? throw new InvalidDataException("The baseline is empty.");

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        from path in document["paths"]?.AsObject() ?? []
        from operation in path.Value?.AsObject() ?? []
        where operation.Value is not null
        select operation.Value;
}
