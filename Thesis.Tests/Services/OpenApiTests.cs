using System.Text.Json.Nodes;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>The description from which the web's client is generated.</summary>
public class OpenApiTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    [Fact]
    public async Task Every_operation_is_named_and_described_once_with_its_problems()
    {
        using var answer = await host.Anonymous().GetAsync("/openapi/v1.json");
        Assert.True(!host.Logs.Errors.Any(), string.Join("\n", host.Logs.Errors));
        var document = await host.Anonymous().GetNodeAsync("/openapi/v1.json");
        var operations = Operations(document).ToArray();
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["operationId"])));
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty((string?)operation["summary"] ?? (string?)operation["description"])));
        Assert.Equal(operations.Length, operations.Select(operation => (string?)operation["operationId"]).Distinct().Count());
    }

    [Fact]
    public async Task Problems_come_with_an_example()
    {
        var document = await host.Anonymous().GetNodeAsync("/openapi/v1.json");
        var create = Operations(document).Single(operation => (string?)operation["operationId"] == "CreateDonation");
        var example = create["responses"]?["400"]?["content"]?["application/problem+json"]?["example"];
        Assert.Equal("https://thesis.example/problems/validation", (string?)example?["type"]);
        Assert.NotNull(create["responses"]?["201"]);
        Assert.NotNull(create["requestBody"]);
    }

    private static IEnumerable<JsonNode> Operations(JsonNode document) =>
        from path in document["paths"]?.AsObject() ?? []
        from operation in path.Value?.AsObject() ?? []
        where operation.Value is not null
        select operation.Value;
}
