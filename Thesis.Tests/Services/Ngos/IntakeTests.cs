using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Ngos;

public class IntakeTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task An_NGO_pauses_until_a_day_or_until_it_resumes_and_allocation_hears_of_it()
    {
        var ngo = await CreateAsync();
        var until = await host.AsNgo().PostCommandAsync($"/api/v1/ngos/{ngo.Id}/pause", new { resumesOn = Today.AddDays(9), reason = "Holidays" }).ReadAsync<NgoResponse>();
        Assert.Equal((true, Today.AddDays(9), "Holidays"), (until.Accepting, until.Calendar.ResumesOn, until.Calendar.PauseReason));
        await Eventually.HoldsAsync("allocation knows the pause", async () =>
            await host.ScalarAsync<DateOnly>("select resumes_on from allocation.ngos where id = $1", ngo.Id.Value) == Today.AddDays(9));

        var paused = await host.AsNgo().PostCommandAsync($"/api/v1/ngos/{ngo.Id}/pause", new { }).ReadAsync<NgoResponse>();
        Assert.False(paused.Accepting);
        var resumed = await host.AsNgo().PostCommandAsync($"/api/v1/ngos/{ngo.Id}/resume").ReadAsync<NgoResponse>();
        Assert.Equal((true, null), (resumed.Accepting, resumed.Calendar.ResumesOn));
        await host.AsNgo("user-ngo9").PostCommandAsync($"/api/v1/ngos/{ngo.Id}/pause", new { }).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Closed_days_and_other_capacities_reach_allocation_and_outlast_an_update()
    {
        var ngo = await CreateAsync();
        var calendar = new
        {
            closures = new[] { new { from = Today.AddDays(3), until = Today.AddDays(5), reason = "Stocktaking" } },
            days = new[] { new { date = Today, capacityKg = 900.5m, slots = 30 } },
        };
        await host.AsNgo().CommandAsync(HttpMethod.Put, $"/api/v1/ngos/{ngo.Id}/calendar", calendar).ProblemAsync(HttpStatusCode.PreconditionRequired);
        var changed = await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/calendar", calendar, ngo.Version).ReadAsync<NgoResponse>();
        await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/calendar", calendar, ngo.Version).ProblemAsync(HttpStatusCode.PreconditionFailed);

        await Eventually.HoldsAsync("allocation knows the days", async () => await host.ScalarAsync<string>(
            "select string_agg(concat(from_day - $2, ' ', until_day - $2, ' ', capacity_grams, ' ', slots), ', ' order by from_day) from allocation.ngo_exceptions where ngo_id = $1",
            ngo.Id.Value, Today) == "0 0 900500 30, 3 5 0 0");
        var request = DonorScenes.Request();
        var updated = await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}", request, changed.Version).ReadAsync<NgoResponse>();
        Assert.Equal(("Stocktaking", 900.5m), (updated.Calendar.Closures.Single().Reason, updated.Calendar.Days.Single().CapacityKg));
    }

    [Theory]
    [InlineData("Monday–Friday 9am-5pm, closed in August", "Mon 09:00-17:00; Tue 09:00-17:00; Wed 09:00-17:00; Thu 09:00-17:00; Fri 09:00-17:00; Closed Aug")]
    [InlineData("1st and 3rd Thursday 9am-11am", "Thu1st 09:00-11:00; Thu3rd 09:00-11:00")]
    [InlineData("", "")]
    public async Task Opening_hours_show_how_they_are_understood_before_they_are_stored(string written, string understood)
    {
        var reading = await host.AsNgo().GetAsync($"/api/v1/ngos/opening-hours?text={Uri.EscapeDataString(written)}").ReadAsync<OpeningHoursResponse>();
        Assert.Equal(understood, reading.OpeningHours);
    }

    [Fact]
    public async Task Contacts_are_for_its_people_and_dispatchers_only()
    {
        var ngo = await CreateAsync();
        var contacts = new { contacts = new[] { new { name = "Ana", role = "Night shift", phone = "+1 213 555 0100" } }, accessNotes = "Ring at the back" };
        await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/contacts", contacts, ngo.Version).ReadAsync<NgoResponse>();

        Assert.Equal("Ana", (await ReadAsync(host.AsDispatcher())).Contacts?.Single().Name);
        Assert.Equal("Ring at the back", (await ReadAsync(host.AsNgo())).AccessNotes);
        var stranger = await ReadAsync(host.AsNgo("user-ngo9"));
        Assert.Equal((null, null), (stranger.Contacts, stranger.AccessNotes));
        Assert.DoesNotContain("Ana", await host.ScalarAsync<string>("select string_agg(details::text, '') from ngos.audit where entity_id = $1", ngo.Id.ToString()), StringComparison.Ordinal);

        Task<NgoResponse> ReadAsync(HttpClient client) => client.GetAsync($"/api/v1/ngos/{ngo.Id}").ReadAsync<NgoResponse>();
    }

    [Fact]
    public async Task A_manager_may_hand_over_but_not_leave_it_without_anybody()
    {
        var ngo = await CreateAsync();
        Assert.Equal(["managers"], await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/managers", new { managers = Array.Empty<string>() }, ngo.Version).WrongFieldsAsync());
        await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/managers", new { managers = new[] { "user-ngo2" } }, ngo.Version + 1).ProblemAsync(HttpStatusCode.PreconditionFailed);

        await host.AsNgo().PutCommandAsync($"/api/v1/ngos/{ngo.Id}/managers", new { managers = new[] { "user-ngo2" } }, ngo.Version).ReadAsync<NgoResponse>();

        await host.AsNgo().PostCommandAsync($"/api/v1/ngos/{ngo.Id}/resume").ProblemAsync(HttpStatusCode.Forbidden);
        await host.AsNgo("user-ngo2").PostCommandAsync($"/api/v1/ngos/{ngo.Id}/resume").ReadAsync<NgoResponse>();
    }

    private Task<NgoResponse> CreateAsync() =>
        host.AsNgo().PostCommandAsync("/api/v1/ngos", DonorScenes.Request()).ReadAsync<NgoResponse>(HttpStatusCode.Created);
}
