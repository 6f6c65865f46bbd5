using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Events.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>
/// A day of a region with every service running: donors post, NGOs answer, drivers drive, and some of each go wrong. The
/// people are played over HTTP; <paramref name="solve"/> is the engine.
/// </summary>
internal sealed class RescueDay(ServicesHost host, string region, Func<AllocationRequest, AllocationResponse> solve)
{
    private const int NgoAccounts = 4;
    private const int DonorAccounts = 4;
    private readonly ConcurrentDictionary<string, byte> givenBack = new(StringComparer.Ordinal);
    private int answered;
    private int driven;
    private int declined;
    private int cancelled;
    private int failed;
    private int parts;
    private int withdrawn;
    private int released;
    private int notThere;
    private int calledOff;

    /// <summary>What went otherwise than planned, how often of each kind.</summary>
    public IReadOnlyDictionary<string, int> Mishaps => new Dictionary<string, int>
    {
        ["declined"] = declined,
        ["cancelled"] = cancelled,
        ["failed"] = failed,
        ["accepted in part"] = parts,
        ["withdrawn"] = withdrawn,
        ["given back by the driver"] = released,
        ["not there"] = notThere,
        ["called off after pickup"] = calledOff,
    };

    public async Task AddPlacesAsync(int ngos, int donors)
    {
        using var dispatcher = host.AsDispatcher();
        var random = new Random(1);
        var ngoRows = Enumerable.Range(0, ngos).Select(i => Invariant($"Pantry {i},food_pantry,1 Main St,LA,90001,{Spread(random, 34.05)},{Spread(random, -118.25)},,{100 + random.Next(400)},{3 + random.Next(6)}"));
        await ImportAsync(dispatcher, "ngos", "ngo", NgoAccounts, ngoRows.Prepend("name,kind,address,city,zip,latitude,longitude,opening_hours,daily_capacity_kg,daily_slots"));
        var donorRows = Enumerable.Range(0, donors).Select(i => Invariant($"Market {i},supermarket,2 Main St,LA,90001,{Spread(random, 34.05)},{Spread(random, -118.25)},"));
        await ImportAsync(dispatcher, "donors", "donor", DonorAccounts, donorRows.Prepend("name,kind,address,city,zip,latitude,longitude,opening_hours"));
        await Eventually.HoldsAsync("the donors are known to donations", async () =>
            await host.ScalarAsync<long>("select count(*) from donations.donor where region = $1", region) == donors);
    }

    /// <summary>Each donor posts one donation of 20 to 139 kg.</summary>
    public async Task PostDonationsAsync()
    {
        using var dispatcher = host.AsDispatcher();
        var donors = await AllAsync(dispatcher, $"/api/v1/donors?region={region}");
        var random = new Random(2);
        await Parallel.ForEachAsync(donors, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (donor, _) =>
        {
            using var client = host.AsDonor((string?)donor["managers"]?[0] ?? "");
            int kg;
            lock (random)
            {
                kg = 20 + random.Next(120);
            }

            await client.PostCommandAsync("/api/v1/donations", new
            {
                donorId = (string?)donor["id"],
                title = "Bread",
                foodType = "bakery",
                quantityKg = kg,
                expiresAt = DateTimeOffset.UtcNow.AddHours(20),
                pickupFrom = DateTimeOffset.UtcNow,
                pickupUntil = DateTimeOffset.UtcNow.AddHours(12),
                storageClass = "ambient",
            }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        });
    }

    /// <summary>Answers runs until told to stop.</summary>
    public async Task EngineAsync(CancellationToken stop)
    {
        var seen = 0L;
        while (!stop.IsCancellationRequested)
        {
            foreach (var envelope in await RequestsAfterAsync(seen))
            {
                seen = envelope.Id;
                var asked = AllocationRequested.Parser.ParseFrom(envelope.Payload);
                var answer = new AllocationCompleted { RunId = asked.RunId, Region = asked.Region, Response = solve(asked.Request) };
                await host.PublishAsync("allocation", Topics.AllocationCompleted, asked.RunId, answer);
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>One account's NGOs: of the proposals some are declined, some taken in part, some taken and then withdrawn from; what was delivered is confirmed.</summary>
    public async Task NgoAsync(int account, CancellationToken stop)
    {
        using var client = host.AsNgo($"user-ngo{account}");
        while (!stop.IsCancellationRequested)
        {
            foreach (var order in await FirstAsync(client, $"/api/v1/orders?region={region}&status=proposed"))
            {
                var turn = Interlocked.Increment(ref answered) % 7;
                if (turn == 0)
                {
                    declined += await TryAsync(client, order, "decline", new { reason = "The fridge is full." });
                }
                else if (turn == 1)
                {
                    parts += await TryAsync(client, order, "accept", new { kg = Math.Round(((decimal?)order["quantityKg"] ?? 0) / 2, 3) });
                }
                else
                {
                    var accepted = await TryAsync(client, order, "accept", null);
                    withdrawn += accepted == 1 && turn == 2 ? await TryAsync(client, order, "withdraw", new { reason = "The helpers are ill." }) : 0;
                }
            }

            foreach (var order in await FirstAsync(client, $"/api/v1/orders?region={region}&status=delivered"))
            {
                await TryAsync(client, order, "confirm", null);
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>A dispatcher who calls off every sixth accepted order.</summary>
    public async Task DispatcherAsync(CancellationToken stop)
    {
        using var client = host.AsDispatcher();
        while (!stop.IsCancellationRequested)
        {
            foreach (var order in (await AllAsync(client, $"/api/v1/orders?region={region}&status=accepted")).Where(order => Hash(order) % 6 == 1))
            {
                cancelled += await TryAsync(client, order, "cancel", new { reason = "The road is closed." });
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }

    /// <summary>A driver: claims, sends positions, picks up (some less than planned), delivers (some less again), fails some.</summary>
    public async Task DriverAsync(int number, CancellationToken stop)
    {
        using var client = host.AsDriver($"user-driver{number}");
        await client.PostCommandAsync("/api/v1/drivers", new { name = $"Driver {number}", vehicle = "van", capacityKg = 500, region }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        await client.PostCommandAsync("/api/v1/drivers/me/shift", new { onShift = true }).ReadAsync<JsonNode>();
        while (!stop.IsCancellationRequested)
        {
            var offers = (JsonArray)await client.GetNodeAsync("/api/v1/drivers/me/offers?latitude=34.05&longitude=-118.25&limit=10");
            var wanted = offers.OfType<JsonNode>().Where(offer => Hash(offer) % 6 != 1).Skip(number % 3).FirstOrDefault();
            if (wanted is null)
            {
                await Task.Delay(200, CancellationToken.None);
                continue;
            }

            using var claim = await client.PostCommandAsync("/api/v1/drivers/me/claims", new { orderId = (string?)wanted["id"] });
            if (claim.IsSuccessStatusCode)
            {
                await DriveAsync(client, wanted);
            }
        }
    }

    private async Task DriveAsync(HttpClient client, JsonNode order)
    {
        var path = $"/api/v1/drivers/me/orders/{(string?)order["id"]}";
        var hash = Hash(order);
        var turn = Interlocked.Increment(ref driven) % 9;
        var kg = (decimal?)order["quantityKg"] ?? 0;
        await client.PostCommandAsync("/api/v1/drivers/me/positions", new
        {
            positions = new[] { new { latitude = 34.05, longitude = -118.25, time = DateTimeOffset.UtcNow, accuracyM = 4 } },
        }).ReadAsync<JsonNode>();
        if (turn == 1 && givenBack.TryAdd(path, 0))
        {
            Interlocked.Add(ref released, await TryDriveAsync(client, $"{path}/release", new { reason = "My shift ends." }));
            return;
        }

        if (turn == 2)
        {
            Interlocked.Add(ref notThere, await TryDriveAsync(client, $"{path}/not-there", null));
            return;
        }

        if (turn == 3)
        {
            Interlocked.Add(ref failed, await TryDriveAsync(client, $"{path}/fail", new { reason = "Flat tyre." }));
            return;
        }

        var planned = kg;
        kg -= hash % 5 == 0 ? 1.5m : 0;
        object weighed = kg == planned ? new { kg } : new { kg, reason = "A crate was crushed.", rest = hash % 2 == 0 ? "gone" : "still_there" };
        if (await TryDriveAsync(client, $"{path}/pickup", weighed) == 0)
        {
            return; // The NGO withdrew meanwhile.
        }

        if (turn == 4)
        {
            using var dispatcher = host.AsDispatcher();
            object end = hash % 3 == 0 ? new { reason = "The road is closed.", deliveredKg = 5, rest = "gone" } : new { reason = "The road is closed.", rest = hash % 3 == 1 ? "gone" : "still_there" };
            Interlocked.Add(ref calledOff, await TryAsync(dispatcher, order, "cancel", end));
            return;
        }

        if (turn == 5)
        {
            await client.PostCommandAsync($"{path}/fail", new { reason = "It spoiled on the way." }).ReadAsync<JsonNode>();
            Interlocked.Increment(ref failed);
            return;
        }

        var carried = kg;
        kg -= hash % 6 == 0 ? 0.25m : 0;
        await client.PostCommandAsync($"{path}/deliver", kg == carried ? new { kg } : new { kg, reason = "A bag tore.", rest = "gone" }).ReadAsync<JsonNode>();
    }

    private async Task<List<EventEnvelope>> RequestsAfterAsync(long eventId)
    {
        await using var command = host.Database.CreateCommand("""
            select r.envelope from eventlog.records r join eventlog.partitions p on p.id = r.partition_id
            where p.topic = $1 and r.event_id > $2 order by r.event_id
            """);
        command.Parameters.AddWithValue(Topics.AllocationRequested);
        command.Parameters.AddWithValue(eventId);
        var envelopes = new List<EventEnvelope>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            envelopes.Add(EventEnvelope.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return envelopes;
    }

    private async Task ImportAsync(HttpClient dispatcher, string plural, string account, int accounts, IEnumerable<string> lines)
    {
        var managers = string.Join(',', Enumerable.Range(1, accounts).Select(i => $"user-{account}{i}"));
        using var answer = await dispatcher.UploadAsync($"/api/v1/{plural}/import?region={region}&managedBy={managers}", string.Join('\n', lines));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>1 when the driver's order moved; 0 when somebody else was faster.</summary>
    private static async Task<int> TryDriveAsync(HttpClient client, string path, object? body)
    {
        using var answer = await client.PostCommandAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? 1 : 0;
    }

    /// <summary>1 when the order moved; 0 when somebody else was faster.</summary>
    private static async Task<int> TryAsync(HttpClient client, JsonNode order, string action, object? body)
    {
        using var answer = await client.PostCommandAsync($"/api/v1/orders/{(string?)order["id"]}/{action}", body);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? 1 : 0;
    }

    private static async Task<List<JsonNode>> AllAsync(HttpClient client, string path)
    {
        var items = new List<JsonNode>();
        string? token = null;
        do
        {
            var page = await client.GetNodeAsync($"{path}&pageSize=200{(token is null ? "" : $"&pageToken={token}")}");
            items.AddRange((page["items"] as JsonArray ?? []).OfType<JsonNode>());
            token = (string?)page["nextPageToken"];
        }
        while (token is not null);
        return items;
    }

    private static async Task<List<JsonNode>> FirstAsync(HttpClient client, string path) =>
        [.. ((await client.GetNodeAsync(path))["items"] as JsonArray ?? []).OfType<JsonNode>()];

    /// <summary>A number that only the order's allocation decides.</summary>
    private static long Hash(JsonNode order) =>
        Id<Kinds.Order>.Parse((string?)order["id"] ?? "").Value * 2654435761 % 1_000_003 & long.MaxValue;

    private static double Spread(Random random, double centre) => Math.Round(centre + ((random.NextDouble() - 0.5) * 0.4), 6);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
