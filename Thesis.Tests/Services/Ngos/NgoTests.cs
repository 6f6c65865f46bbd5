using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Ngos;

public class NgoTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Ngos = "/api/v1/ngos";
    private const string Header = "name,kind,address,city,zip,latitude,longitude,opening_hours";

    [Fact]
    public async Task An_NGO_that_states_nothing_of_its_intake_takes_200_kg_in_10_deliveries()
    {
        var ngo = await CreateAsync(host.AsNgo(), DonorScenes.Request());
        Assert.Equal((200m, 10, 3, true, false), (ngo.DailyCapacityKg, ngo.DailySlots, ngo.Priority, ngo.Accepting, ngo.Verified));
        Assert.Equal(["ambient"], ngo.StorageClasses);
        Assert.Empty(ngo.FoodPreferences);
        Assert.Equal(["user-ngo1"], ngo.Managers);
    }

    [Fact]
    public async Task An_NGO_states_its_intake_but_not_its_priority()
    {
        var request = DonorScenes.Request();
        request["dailyCapacityKg"] = 1234.567m;
        request["storageClasses"] = new[] { "frozen", "chilled", "frozen" };
        request["foodPreferences"] = new[] { "dairy", "bakery" };
        request["priority"] = 5;
        var ngo = await CreateAsync(host.AsNgo(), request);
        Assert.Equal((1234.567m, 3), (ngo.DailyCapacityKg, ngo.Priority));
        Assert.Equal(["chilled", "frozen"], ngo.StorageClasses);

        request["accepting"] = false;
        var changed = await host.AsNgo().PutCommandAsync($"{Ngos}/{ngo.Id}", request, ngo.Version).ReadAsync<NgoResponse>();
        Assert.Equal((3, false), (changed.Priority, changed.Accepting));
        var ranked = await host.AsDispatcher().PutCommandAsync($"{Ngos}/{ngo.Id}", request, changed.Version).ReadAsync<NgoResponse>();
        Assert.Equal(5, ranked.Priority);
    }

    [Fact]
    public async Task Nobody_changes_another_ones_NGO()
    {
        var ngo = await CreateAsync(host.AsNgo(), DonorScenes.Request());
        await host.AsNgo("user-ngo2").PutCommandAsync($"{Ngos}/{ngo.Id}", DonorScenes.Request(), ngo.Version).ProblemAsync(HttpStatusCode.Forbidden);
        await host.AsNgo().PutCommandAsync($"{Ngos}/{ngo.Id}", DonorScenes.Request(), ngo.Version + 1).ProblemAsync(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task An_import_may_state_the_intake()
    {
        await ImportAsync(
            $"{Header},daily_capacity_kg,daily_slots,storage_classes,food_preferences,priority\n" +
            "Full,food_pantry,1 St,Town,1,1,1,,500,4,frozen|ambient,bakery,5\nEmpty,food_pantry,1 St,Town,1,1,1,,,,,,\n",
            "intake");
        var page = await host.AsDispatcher().GetAsync($"{Ngos}?region=intake").ReadAsync<Page<NgoResponse>>();
        var full = page.Items.Single(ngo => ngo.Name == "Full");
        Assert.Equal((500m, 4, 5, true), (full.DailyCapacityKg, full.DailySlots, full.Priority, full.Verified));
        Assert.Equal(["ambient", "frozen"], full.StorageClasses);
        Assert.Equal((200m, 10, 3), page.Items.Where(ngo => ngo.Name == "Empty").Select(ngo => (ngo.DailyCapacityKg, ngo.DailySlots, ngo.Priority)).Single());
    }

    [Fact]
    public async Task An_import_that_leaves_the_intake_open_keeps_it()
    {
        await ImportAsync($"{Header},daily_capacity_kg\nKeeps,food_pantry,1 St,Town,1,3,3,,750\n", "keeps");
        var again = await ImportAsync($"{Header}\nKeeps,food_pantry,1 St,Town,1,3,3,\n", "keeps");
        Assert.Equal(1, again.Unchanged);
    }

    [Fact]
    public async Task An_import_rejects_an_impossible_intake()
    {
        var report = await ImportAsync(
            $"{Header},daily_capacity_kg,daily_slots,storage_classes,food_preferences,priority\nBad,food_pantry,1 St,Town,1,1,1,,-1,1001,warm,gold,6\n",
            "bad-intake");
        Assert.Equal(
            ["daily_capacity_kg", "daily_slots", "food_preferences", "priority", "storage_classes"],
            report.Rows.Select(row => row.Column).Order());
    }

    [RealPlacesFact]
    public async Task The_real_pantries_of_Los_Angeles_are_taken_without_a_rejection_and_once()
    {
        var csv = await File.ReadAllTextAsync(RealPlacesFactAttribute.PathOf("ngos.csv"));
        var report = await ImportAsync(csv, "los-angeles");
        Assert.Empty(report.Rows);
        Assert.Equal(344, report.Created);
        Assert.Equal(344, (await ImportAsync(csv, "los-angeles")).Unchanged);
    }

    private Task<ImportReport> ImportAsync(string csv, string region) =>
        host.AsDispatcher().UploadAsync($"{Ngos}/import?region={region}&managedBy=user-ngo1", csv).ReadAsync<ImportReport>();

    private static Task<NgoResponse> CreateAsync(HttpClient client, Dictionary<string, object?> request) =>
        client.PostCommandAsync(Ngos, request).ReadAsync<NgoResponse>(HttpStatusCode.Created);
}
