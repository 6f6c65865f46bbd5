using Thesis.Contracts;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>A region of its own in which a test plays the donations, the NGOs and the engine.</summary>
internal sealed class Region
{
    private Region(Logistics host, string name) => (Host, Name) = (host, name);

    public Logistics Host { get; }

    public string Name { get; }

    public static async Task<Region> StartAsync(Logistics? host = null) => new(host ?? await Logistics.SharedAsync(), Logistics.NewRegion());

    public async Task<NgoSnapshot> AddNgoAsync(double capacityKg = 200, int slots = 10, Action<NgoSnapshot>? change = null)
    {
        var ngo = Logistics.NewNgo(Name, capacityKg, slots);
        change?.Invoke(ngo);
        await Host.PublishAsync(Topics.NgoCreated, new NgoCreated { Ngo = ngo });
        await Host.EventuallyAsync(1L, "select count(*) from allocation.ngos where id = $1", ngo.Id);
        return ngo;
    }

    public async Task<DonationSnapshot> AddDonationAsync(double kg, string storageClass = "ambient")
    {
        var donation = Logistics.NewDonation(Name, kg);
        donation.StorageClass = storageClass;
        await Host.PublishAsync(Topics.DonationCreated, new DonationCreated { Donation = donation });
        await Host.EventuallyAsync(1L, "select count(*) from allocation.donations where id = $1", donation.Id);
        return donation;
    }

    private const int MostRunsPassedOver = 10;

    /// <summary>
    /// The question of the region's first run later than <paramref name="after"/> that is about at least
    /// <paramref name="withFoods"/> donations and fulfils <paramref name="that"/>. Runs that began before what the test did last
    /// was known are answered with nothing and passed over.
    /// </summary>
    public async Task<AllocationRequested> AskedAsync(long after = 0, int withFoods = 1, Func<AllocationRequest, bool>? that = null)
    {
        for (var passed = 0; passed < MostRunsPassedOver; passed++)
        {
            var asked = await Eventually.GetAsync($"a run of {Name} after {after}", async () =>
                (await Host.EnvelopesAsync(Topics.AllocationRequested))
                    .Select(envelope => AllocationRequested.Parser.ParseFrom(envelope.Payload))
                    .FirstOrDefault(request => request.Region == Name && request.RunId > after));
            if (asked.Request.Foods.Count >= withFoods && (that is null || that(asked.Request)))
            {
                return asked;
            }

            await AnswerAsync(asked);
            await EndedAsync(asked.RunId, "completed");
            await Host.InCommandAsync("allocation", command =>
                new Services.Allocation.Data.RunStore().MarkChangedAsync(command, Name, null, CancellationToken.None));
            after = asked.RunId;
        }

        throw new TimeoutException($"None of {MostRunsPassedOver} runs of {Name} was the one waited for.");
    }

    /// <summary>Answers with nothing until no run is in flight and no change waits for one.</summary>
    public Task SettleAsync() => Eventually.HoldsAsync($"{Name} to settle", async () =>
    {
        var inFlight = (await Host.EnvelopesAsync(Topics.AllocationRequested))
            .Select(envelope => AllocationRequested.Parser.ParseFrom(envelope.Payload))
            .LastOrDefault(request => request.Region == Name);
        if (inFlight is not null && await CountAsync("allocation.runs", "status = 'requested'") > 0)
        {
            await AnswerAsync(inFlight);
        }

        return await CountAsync("allocation.changes") + await CountAsync("allocation.runs", "status = 'requested'") == 0;
    });

    /// <summary>Answers as the engine would.</summary>
    public Task AnswerAsync(AllocationRequested asked, params (DonationSnapshot Donation, NgoSnapshot Ngo, double Kg)[] lots) =>
        Host.PublishAsync(Topics.AllocationCompleted, new AllocationCompleted
        {
            RunId = asked.RunId,
            Region = asked.Region,
            Response = new AllocationResponse
            {
                Status = "optimal",
                ObjectiveValue = 99,
                Bound = 100,
                Gap = 0.01,
                SolverVersion = "played",
                StrategyVersion = asked.Request.StrategyVersion,
                Allocations = { lots.Select(lot => ToAllocation(lot.Donation.Id, lot.Ngo.Id, lot.Kg)) },
            },
        });

    public async Task EndedAsync(long runId, string status) =>
        await Host.EventuallyAsync(status, "select status from allocation.runs where id = $1", runId);

    /// <summary>What was announced of the run, once it is.</summary>
    public Task<AllocationsDecided> DecidedAsync(long runId) => Eventually.GetAsync($"lots of run {runId}", async () =>
        (await Host.EnvelopesAsync(Topics.AllocationDecided))
            .Select(envelope => AllocationsDecided.Parser.ParseFrom(envelope.Payload))
            .FirstOrDefault(decided => decided.RunId == runId));

    /// <summary>Confirms the donation's lots as it would.</summary>
    public Task ConfirmAsync(AllocationRequested asked, AllocationsDecided decided, DonationSnapshot donation)
    {
        var lots = decided.Lots.Where(lot => lot.DonationId == donation.Id).ToList();
        var reserved = Logistics.Reserve(donation, lots.Sum(lot => lot.Grams));
        return Host.PublishAsync(Topics.DonationAllocated, new DonationsAllocated
        {
            RunId = asked.RunId,
            Region = Name,
            Lots =
            {
                lots.Select(lot => new AllocatedLot
                {
                    AllocationId = lot.AllocationId,
                    Donation = reserved,
                    NgoId = lot.NgoId,
                    NgoName = lot.NgoName,
                    NgoPlace = lot.NgoPlace,
                    NgoManagers = { lot.NgoManagers },
                    Grams = lot.Grams,
                    Km = lot.Km,
                }),
            },
        });
    }

    /// <summary>Publishes once more, and waits until allocation has handled it.</summary>
    public async Task RepeatAsync<T>(string topic, T message)
        where T : Google.Protobuf.IMessage<T>
    {
        var before = (await AlikeAsync()).Count;
        await Host.PublishAsync(topic, message);
        var alike = await Eventually.GetAsync("the repetition in the log", async () =>
            await AlikeAsync() is var events && events.Count > before ? events : null);
        await Host.EventuallyAsync(1L, """
            select count(*) from allocation.inbox i join eventlog.partitions p using (topic, partition)
            join eventlog.records r on r.partition_id = p.id and r."offset" = i."offset" where r.event_id = $1
            """, alike[^1].Id);

        async Task<List<Contracts.Events.V1.EventEnvelope>> AlikeAsync() =>
            [.. (await Host.EnvelopesAsync(topic)).Where(envelope => envelope.Payload.Equals(Google.Protobuf.MessageExtensions.ToByteString(message)))];
    }

    /// <summary>Waits until the NGO's day shows these figures, and checks them against the lots.</summary>
    public async Task LedgerAsync(NgoSnapshot ngo, long reservedGrams, int slots)
    {
        await Host.EventuallyAsync(
            $"{reservedGrams}/{slots}", "select reserved_grams || '/' || slots_used from allocation.ngo_days where ngo_id = $1", ngo.Id);
        Assert.Equal(
            reservedGrams,
            await Host.ScalarAsync<decimal>("select coalesce(sum(grams - released_grams), 0) from allocation.allocations where ngo_id = $1", ngo.Id));
        Assert.Equal(
            (long)slots,
            await Host.ScalarAsync<long>(
                "select count(*) from allocation.allocations where ngo_id = $1 and status in ('decided', 'confirmed', 'delivered')", ngo.Id));
    }

    /// <summary>Rows of the region in a table.</summary>
    public Task<long> CountAsync(string table, string condition = "true") =>
        Host.ScalarAsync<long>($"select count(*) from {table} where region = $1 and {condition}", Name);

    private static Contracts.Allocation.V1.Allocation ToAllocation(long donation, long ngo, double kg) => new()
    {
        FoodDonationId = donation,
        NgoId = ngo,
        AllocatedQuantity = kg,
        Km = 2.5,
        Explanation = new Explanation
        {
            ValuePerKg = 1.5,
            PriorityFactor = 1.5,
            PreferenceFactor = 1,
            UrgencyFactor = 1,
            FairnessFactor = 1,
            TripCost = 1,
            TravelMinutes = 19,
        },
    };
}
