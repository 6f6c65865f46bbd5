using System.Net.Http.Headers;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>Walks every endpoint through bad input: the right refusal, and nothing changed.</summary>
public class BadInputTests(WholeHost host) : IClassFixture<WholeHost>
{
    /// <summary>Each service states its own cases here.</summary>
    internal static IBadInputs[] NewServices() => [new RegionBadInputs(), new UserBadInputs(), new DonorBadInputs(), new NgoBadInputs(), new DonationBadInputs(), new LogisticsBadInputs(), new MemberBadInputs(), new NotificationBadInputs()];

    [Fact]
    public async Task Every_endpoint_states_who_may_call_it()
    {
        var open = (await ApiEndpoint.AllAsync(host)).Where(endpoint => !endpoint.StatesWhoMayCall);
        Assert.Empty(open.Select(endpoint => endpoint.ToString()));
    }

    [Fact]
    public async Task Every_REST_endpoint_has_a_name_of_its_own()
    {
        var rest = (await ApiEndpoint.AllAsync(host)).Where(endpoint => endpoint.IsRest).ToArray();
        Assert.NotEmpty(rest);
        Assert.Empty(rest.Where(endpoint => endpoint.Name.Contains(' ', StringComparison.Ordinal)).Select(endpoint => endpoint.ToString()));
        Assert.Empty(rest.GroupBy(endpoint => endpoint.Name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public async Task Every_endpoint_refuses_bad_input_and_changes_nothing()
    {
        var services = NewServices();
        var ids = new Dictionary<Type, string>();
        foreach (var service in services)
        {
            foreach (var (kind, id) in await service.SetAsync(host))
            {
                ids[kind] = id;
            }
        }

        var bodies = services.SelectMany(service => service.GoodBodies).ToDictionary();
        using var walk = new GenericBadInput(host, ids, bodies);
        var endpoints = (await ApiEndpoint.AllAsync(host)).Where(endpoint => !endpoint.IsAnonymous).ToArray();
        await Eventually.HoldsAsync("the events of the scene have settled", SettledAsync);
        var before = await host.ChecksumsAsync();

        foreach (var endpoint in endpoints)
        {
            await walk.WalkAsync(endpoint);
        }

        foreach (var one in services.SelectMany(service => service.Cases))
        {
            await TryAsync(walk, endpoints.Single(endpoint => endpoint.Name == one.Endpoint), one);
        }

        Assert.True(walk.Failures.Count == 0, string.Join('\n', walk.Failures));
        Assert.Empty((await host.ChecksumsAsync()).Except(before).Select(table => $"{table.Key}: {before.GetValueOrDefault(table.Key)} became {table.Value}"));
        Assert.Empty(host.Logs.Errors);
    }

    private Task TryAsync(GenericBadInput walk, ApiEndpoint endpoint, BadInputCase one) =>
        walk.ExpectAsync(endpoint, one.What, one.Status, one.Field, request =>
        {
            if (one.Body is { } body)
            {
                request.Content = ApiCalls.JsonOf(body);
            }

            if (one.As is { } caller)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Issuer.Sign(caller.Subject, [caller.Role]));
            }
        }, one.Query, one.Id);

    /// <summary>True when the scene's own events have done what they do: none is on its way, and two looks in a row see the same.</summary>
    private async Task<bool> SettledAsync()
    {
        if (!await host.IsCaughtUpAsync())
        {
            return false;
        }

        var first = await host.ChecksumsAsync();
        await Task.Delay(300);
        // A change of a region waits for a quiet moment: until its run has taken it, more is to come.
        return first["allocation.changes"] == "0:0" && await host.IsCaughtUpAsync() && first.SequenceEqual(await host.ChecksumsAsync());
    }
}
