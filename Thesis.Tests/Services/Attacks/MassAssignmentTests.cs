using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Donors.Api;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Attacks;

/// <summary>Rights that are asked for by members of a body: unknown ones are refused, and those that are an operator's count only for operators.</summary>
[Collection(MatrixCollection.Name)]
public sealed class MassAssignmentTests(MatrixHost host)
{
    [Fact]
    public async Task A_member_that_the_contract_does_not_know_is_refused_everywhere()
    {
        using var client = host.Services.Anonymous();
        var failures = new List<string>();
        foreach (var endpoint in (await ApiEndpoint.AllAsync(host.Services)).Where(one => one.TakesJson && !one.IsAnonymous))
        {
            var json = JsonSerializer.SerializeToNode(host.Scene.Bodies.GetValueOrDefault(endpoint.Name) ?? new Dictionary<string, object>(), JsonSerializerOptions.Web) as JsonObject ?? [];
            json["isAdmin"] = true;
            using var request = new HttpRequestMessage(endpoint.Method, new Uri(host.Services.Address, host.Scene.PathOf(endpoint)));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Services.Issuer.Sign("user-eve", endpoint.PassingRoles));
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            request.Headers.TryAddWithoutValidation("If-Match", "\"999\"");
            request.Content = new StringContent(json.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.BadRequest)
            {
                failures.Add($"{endpoint}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task A_donor_makes_nobody_else_its_manager_by_a_plain_change_and_does_not_verify_itself()
    {
        using var eve = host.Services.As("user-eve", Roles.Donor);
        var request = DonorScenes.Request();
        request["managers"] = new[] { "user-eve", "user-mallory" };

        var donor = await eve.PostCommandAsync("/api/v1/donors", request).ReadAsync<DonorResponse>(HttpStatusCode.Created);
        var changed = await eve.PutCommandAsync($"/api/v1/donors/{donor.Id}", request, donor.Version).ReadAsync<DonorResponse>();

        Assert.False(changed.Verified);
        Assert.Equal<IEnumerable<string>>(["user-eve"], changed.Managers ?? []);
        request["verified"] = true;
        Assert.Contains("verified", await eve.PutCommandAsync($"/api/v1/donors/{donor.Id}", request, changed.Version).WrongFieldsAsync());
    }

    [Fact]
    public async Task An_NGO_does_not_raise_its_own_priority()
    {
        using var eve = host.Services.As("user-eve", Roles.Ngo);
        var request = DonorScenes.Request();
        request["priority"] = 5;

        var ngo = await eve.PostCommandAsync("/api/v1/ngos", request).ReadAsync<NgoResponse>(HttpStatusCode.Created);
        var changed = await eve.PutCommandAsync($"/api/v1/ngos/{ngo.Id}", request, ngo.Version).ReadAsync<NgoResponse>();

        Assert.Equal((3, 3), (ngo.Priority, changed.Priority));
    }
}
