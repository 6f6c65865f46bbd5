using System.Net;
using Thesis.Contracts;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
using Thesis.Services.Shared.CsvImport;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Ngos;

/// <summary>What an NGO can take of each storage class, within its capacity as a whole.</summary>
public class StorageCapacityTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const string Ngos = "/api/v1/ngos";

    [Fact]
    public async Task An_NGO_limits_a_class_and_takes_the_limit_back()
    {
        var request = Stated();
        var ngo = await CreateAsync(request);
        Assert.Equal(new StorageCapacityKg(Chilled: 40.5m, Frozen: 0), ngo.StorageCapacityKg);
        Assert.Equal(ngo.StorageCapacityKg, (await host.AsNgo().GetAsync($"{Ngos}/{ngo.Id}").ReadAsync<NgoResponse>()).StorageCapacityKg);

        request.Remove("storageCapacityKg");
        var changed = await host.AsNgo().PutCommandAsync($"{Ngos}/{ngo.Id}", request, ngo.Version).ReadAsync<NgoResponse>();
        Assert.Null(changed.StorageCapacityKg);
    }

    [Fact]
    public async Task The_event_of_an_NGO_names_the_classes_it_limits_and_no_others()
    {
        var ngo = await CreateAsync(Stated());
        var plain = await CreateAsync(DonorScenes.Request());

        Assert.Equal(
            [("chilled", 40_500L), ("frozen", 0L)],
            (await CreatedAsync(ngo.Id)).StorageCapacities.Select(limit => (limit.StorageClass, limit.DailyGrams)));
        Assert.Empty((await CreatedAsync(plain.Id)).StorageCapacities);
    }

    [Fact]
    public async Task A_row_of_before_there_were_limits_has_none()
    {
        var ngo = await CreateAsync(Stated());
        await host.ScalarAsync<long>(
            "update ngos.ngo set ambient_capacity_grams = default, chilled_capacity_grams = default, frozen_capacity_grams = default where id = $1", ngo.Id.Value);
        Assert.Null((await host.AsNgo().GetAsync($"{Ngos}/{ngo.Id}").ReadAsync<NgoResponse>()).StorageCapacityKg);
    }

    [Fact]
    public async Task An_import_keeps_the_limits()
    {
        const string Rows = "name,kind,address,city,zip,latitude,longitude,opening_hours,priority\nCold,food_pantry,1 St,Town,1,7,7,,";
        await ImportAsync($"{Rows}2\n");
        var ngo = Assert.Single((await host.AsDispatcher().GetAsync($"{Ngos}?region=cold").ReadAsync<Page<NgoResponse>>()).Items);
        await host.ScalarAsync<long>("update ngos.ngo set ambient_capacity_grams = 5000 where id = $1", ngo.Id.Value);

        await ImportAsync($"{Rows}4\n");

        var again = await host.AsDispatcher().GetAsync($"{Ngos}/{ngo.Id}").ReadAsync<NgoResponse>();
        Assert.Equal((4, new StorageCapacityKg(Ambient: 5)), (again.Priority, again.StorageCapacityKg));
    }

    private static Dictionary<string, object?> Stated()
    {
        var request = DonorScenes.Request();
        request["storageClasses"] = new[] { "ambient", "chilled", "frozen" };
        request["storageCapacityKg"] = new Dictionary<string, object> { ["chilled"] = 40.5m, ["frozen"] = 0 };
        return request;
    }

    private Task<NgoResponse> CreateAsync(Dictionary<string, object?> request) =>
        host.AsNgo().PostCommandAsync(Ngos, request).ReadAsync<NgoResponse>(HttpStatusCode.Created);

    private Task<ImportReport> ImportAsync(string csv) =>
        host.AsDispatcher().UploadAsync($"{Ngos}/import?region=cold&managedBy=user-ngo1", csv).ReadAsync<ImportReport>();

    private Task<NgoSnapshot> CreatedAsync(Id<Kinds.Ngo> id) => Eventually.GetAsync($"the event of {id}", async () =>
        (await host.EventsAsync<NgoCreated>(Topics.NgoCreated)).Select(one => one.Message.Ngo).FirstOrDefault(ngo => ngo.Id == id.Value));
}
