using System.Net;
using Ical.Net;
using Ical.Net.DataTypes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Donations.Messaging;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

public class TemplateTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("America/Los_Angeles", "2026-10-30", "2026-10-30T16:00:00Z", "2026-11-06T17:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-23", "2026-10-23T07:00:00Z", "2026-10-30T08:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-10-23", "2026-10-23T03:30:00Z", "2026-10-30T03:30:00Z")]
    public void Fridays_at_nine_are_at_nine_whatever_the_clocks_do(string zone, string friday, string first, string second)
    {
        var tz = DateTimeZoneProviders.Tzdb[zone];
        var recurrence = new Recurrence([5], 9 * 60, 10 * 60, 60, 0, DateOnly.Parse(friday), null, []);

        var next = recurrence.Next(DateOnly.Parse(friday).AddDays(-1), DateTimeOffset.MinValue, tz);
        var after = recurrence.Next(DateOnly.Parse(friday), DateTimeOffset.MinValue, tz);

        Assert.Equal([DateTimeOffset.Parse(first), DateTimeOffset.Parse(second)], new[] { next?.At ?? default, after?.At ?? default });
    }

    [Fact]
    public void Exceptions_and_the_last_day_are_kept()
    {
        var recurrence = new Recurrence([1, 3], 540, 600, 0, 0, new(2026, 11, 30), new(2026, 12, 7), [new(2026, 12, 2)]);

        Assert.Equal(new DateOnly(2026, 12, 7), recurrence.Next(new(2026, 11, 30), DateTimeOffset.MinValue, DateTimeZone.Utc)?.Day);
        Assert.Null(recurrence.Next(new(2026, 12, 7), DateTimeOffset.MinValue, DateTimeZone.Utc));
    }

    [Fact]
    public async Task A_recurring_donation_posts_itself_once_a_day_that_it_is_for()
    {
        var time = new SetTime { Now = Monday };
        var host = await ServicesHost.StartAsync(time, new() { ["Donations:TemplateInterval"] = "01:00:00" });
        await host.InCommandAsync(DonationsModule.Schema, command =>
            RegionProjection.KeepAsync(command, new RegionSnapshot { Region = "los-angeles", Version = 100, TimeZone = "America/Los_Angeles" }, CancellationToken.None));
        var template = await CreateAsync(host, request => request["exceptions"] = new[] { "2026-12-04" });
        Assert.Equal(("America/Los_Angeles", new DateOnly(2026, 12, 2)), (template.TimeZone, template.NextDay));

        await PostAsync(host);
        Assert.Empty(await DonationsAsync(host));
        time.Now = new DateTimeOffset(2026, 12, 1, 17, 30, 0, TimeSpan.Zero);
        await Task.WhenAll(PostAsync(host), PostAsync(host));

        var donation = Assert.Single(await DonationsAsync(host));
        Assert.Equal((new DateTimeOffset(2026, 12, 2, 17, 0, 0, TimeSpan.Zero), 50m, "Bread"), (donation.PickupFrom, donation.QuantityKg, donation.Title));
        Assert.Equal(donation.PickupUntil.AddHours(6), donation.ExpiresAt);
        var next = await host.AsDonor().GetAsync($"/api/v1/donation-templates/{template.Id}").ReadAsync<TemplateResponse>();
        Assert.Equal(new DateOnly(2026, 12, 9), next.NextDay);

        await host.AsDonor().PostCommandAsync($"/api/v1/donation-templates/{template.Id}/end").ReadAsync<TemplateResponse>();
        time.Now = new DateTimeOffset(2026, 12, 20, 0, 0, 0, TimeSpan.Zero);
        await PostAsync(host);
        Assert.Single(await DonationsAsync(host));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_calendar_program_reads_the_calendar_by_its_address_until_it_is_deleted()
    {
        var host = await ServicesHost.StartAsync();
        var template = await CreateAsync(host);
        var single = await host.CreateDonationAsync();
        var ngo = await host.MakeNgoKnownAsync("los-angeles", "user-ngo1");
        await host.DecideAsync(DonationScenes.Decision(DonationScenes.Lot(single.Id, 30, ngo)));
        var made = await host.AsDonor().PostCommandAsync("/api/v1/calendars").ReadAsync<NewCalendarResponse>(HttpStatusCode.Created);
        var ngos = await host.AsNgo().PostCommandAsync("/api/v1/calendars").ReadAsync<NewCalendarResponse>(HttpStatusCode.Created);

        var donors = await ReadAsync(host, made.Path);
        Assert.Equal([$"pickup-{single.Id.Value}@thesis", $"template-{template.Id.Value}@thesis"], donors.Events.Select(one => one.Uid).Order());
        var delivery = Assert.Single((await ReadAsync(host, ngos.Path)).Events);
        Assert.Contains("Delivery: Bread, 30 kg from Market", delivery.Summary, StringComparison.Ordinal);
        var series = donors.Events.Single(one => one.Uid!.StartsWith("template", StringComparison.Ordinal));
        var days = series.GetOccurrences(new CalDateTime(DateTime.UtcNow, "UTC")).Take(4).Select(occurrence => occurrence.Period.StartTime.DayOfWeek);
        Assert.All(days, day => Assert.True(day is DayOfWeek.Wednesday or DayOfWeek.Friday));

        await host.AsNgo().CommandAsync(HttpMethod.Delete, $"/api/v1/calendars/{made.Id}").ProblemAsync(HttpStatusCode.NotFound);
        using var deleted = await host.AsDonor().CommandAsync(HttpMethod.Delete, $"/api/v1/calendars/{made.Id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await host.Anonymous().GetAsync(made.Path).ProblemAsync(HttpStatusCode.NotFound);
        await host.DisposeAsync();
    }

    private static async Task<Calendar> ReadAsync(ServicesHost host, string path)
    {
        using var answer = await host.Anonymous().GetAsync(path);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        return Calendar.Load(await answer.Content.ReadAsStringAsync()) ?? throw new InvalidOperationException("No calendar.");
    }

    private static async Task<TemplateResponse> CreateAsync(ServicesHost host, Action<Dictionary<string, object?>>? change = null)
    {
        var donor = await host.CreateKnownDonorAsync();
        var request = Request(donor.Id);
        change?.Invoke(request);
        return await host.AsDonor().PostCommandAsync("/api/v1/donation-templates", request).ReadAsync<TemplateResponse>(HttpStatusCode.Created);
    }

    internal static Dictionary<string, object?> Request(Id<Kinds.Donor> donor) => new()
    {
        ["donorId"] = donor,
        ["title"] = "Bread",
        ["foodType"] = "bakery",
        ["storageClass"] = "ambient",
        ["quantityKg"] = 50m,
        ["weekdays"] = new[] { "wednesday", "friday" },
        ["pickupFrom"] = "09:00",
        ["pickupUntil"] = "11:00",
        ["keepsHours"] = 6,
    };

    private static Task PostAsync(ServicesHost host) => host.Services.GetRequiredService<TemplatePoster>().RunOnceAsync(CancellationToken.None);

    private static async Task<IReadOnlyList<DonationResponse>> DonationsAsync(ServicesHost host) =>
        (await host.AsDonor().GetAsync("/api/v1/donations?mine=true").ReadAsync<Page<DonationResponse>>()).Items;

    /// <summary>A clock that stands where a test sets it. Timers run as they do.</summary>
    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
