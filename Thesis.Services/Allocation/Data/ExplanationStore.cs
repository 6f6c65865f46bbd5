using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>One reason why something did not get more; see the contract's <see cref="Limit"/>.</summary>
public sealed record ShortfallLimit(string Kind, double Price, int Pairs, long NgoId, long DonationId)
{
    /// <summary>kg that would come if this limit alone were lifted.</summary>
    public double QuantityKg { get; init; }

    /// <summary>What that would add to the plan's value.</summary>
    public double Gain { get; init; }

    /// <summary>Who would give it up; 0 when it is left over.</summary>
    public long FromNgoId { get; init; }

    /// <summary>For "outbid", what a kg would be worth here.</summary>
    public double BidPerKg { get; init; }

    /// <summary>The NGO's name, where one is concerned and known.</summary>
    [JsonIgnore]
    public string NgoName { get; init; } = "";

    /// <summary>The name of who would give it up.</summary>
    [JsonIgnore]
    public string FromNgoName { get; init; } = "";

    /// <summary>The donation's title, where one is concerned and known.</summary>
    [JsonIgnore]
    public string DonationTitle { get; init; } = "";

    /// <summary>Whose donation it is.</summary>
    [JsonIgnore]
    public string DonorName { get; init; } = "";
}

/// <summary>What kept an NGO or a donation from more in a run.</summary>
/// <param name="Subject">"ngo" or "donation".</param>
/// <param name="Price">Value of one more kg: of the NGO's capacity, or of the donation.</param>
public sealed record ShortfallRow(
    long Id, string Subject, long SubjectId, string Name, long Grams, long LeftGrams, int Deliveries,
    double Price, double SlotPrice, IReadOnlyList<ShortfallLimit> Limits)
{
    /// <summary>Whose donation it is; empty for an NGO.</summary>
    public string DonorName { get; init; } = "";
}

/// <summary>The engine's explanations of what fell short, kept with the run.</summary>
public sealed class ExplanationStore(NpgsqlDataSource database)
{
    public static readonly IReadOnlyList<string> Subjects = ["ngo", "donation"];

    /// <summary>Keeps an answer's explanations, in the order in which they came.</summary>
    public async Task AddAsync(CommandContext context, long runId, AllocationResponse answer, CancellationToken cancellationToken)
    {
        var rows = answer.Ngos
            .Select(n => new ShortfallRow(0, "ngo", n.NgoId, "", LotFitting.ToGrams(n.Received), LotFitting.ToGrams(n.Left), n.Deliveries, n.CapacityPrice, n.SlotPrice, Limits(n.Limits)))
            .Concat(answer.Donations.Select(d => new ShortfallRow(
                0, "donation", d.FoodDonationId, "", LotFitting.ToGrams(d.Allocated), LotFitting.ToGrams(d.Left), 0, d.SupplyPrice, 0, Limits(d.Limits))))
            .ToList();
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = context.Command("""
            insert into allocation.explanations (run_id, subject, subject_id, grams, left_grams, deliveries, price, slot_price, limits)
            select @runId, subject, subject_id, grams, left_grams, deliveries, price, slot_price, limits::jsonb
            from unnest(@subject, @subjectId, @grams, @leftGrams, @deliveries, @price, @slotPrice, @limits) with ordinality
                as row (subject, subject_id, grams, left_grams, deliveries, price, slot_price, limits, place)
            order by place
            """);
        command.Set("runId", runId);
        Column("subject", r => r.Subject);
        Column("subjectId", r => r.SubjectId);
        Column("grams", r => r.Grams);
        Column("leftGrams", r => r.LeftGrams);
        Column("deliveries", r => r.Deliveries);
        Column("price", r => r.Price);
        Column("slotPrice", r => r.SlotPrice);
        Column("limits", r => JsonSerializer.Serialize(r.Limits));
        await command.ExecuteNonQueryAsync(cancellationToken);

        void Column<T>(string name, Func<ShortfallRow, T> column) => command.Set(name, rows.Select(column).ToArray());
    }

    /// <summary>A run's explanations in the engine's order; null means of both subjects.</summary>
    public async Task<List<ShortfallRow>> ListAsync(long runId, string? subject, long afterId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select e.id, e.subject, e.subject_id, coalesce(n.name, d.title, ''), e.grams, e.left_grams, e.deliveries, e.price, e.slot_price,
                   e.limits::text, coalesce(d.donor, '')
            from allocation.explanations e
            left join allocation.ngos n on e.subject = 'ngo' and n.id = e.subject_id
            left join allocation.donations d on e.subject = 'donation' and d.id = e.subject_id
            where e.run_id = @runId and e.id > @afterId and (@subject::text is null or e.subject = @subject)
            order by e.id limit @most
            """);
        command.Set("runId", runId).Set("afterId", afterId).Set("subject", subject).Set("most", most);
        var rows = new List<ShortfallRow>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new ShortfallRow(
                    reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                    reader.GetInt32(6), reader.GetDouble(7), reader.GetDouble(8),
                    JsonSerializer.Deserialize<List<ShortfallLimit>>(reader.GetString(9)) ?? [])
                {
                    DonorName = reader.GetString(10),
                });
            }
        }

        return await NameAsync(rows, cancellationToken);
    }

    private async Task<List<ShortfallRow>> NameAsync(List<ShortfallRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.SelectMany(row => row.Limits).SelectMany(limit => new[] { limit.NgoId, limit.FromNgoId, limit.DonationId }).Distinct().ToArray();
        await using var command = database.CreateCommand("""
            select id, name, '' from allocation.ngos where id = any(@ids)
            union all select id, title, donor from allocation.donations where id = any(@ids)
            """);
        var names = new Dictionary<long, (string Name, string Donor)>();
        await using var reader = await command.Set("ids", ids).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names[reader.GetInt64(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return rows.ConvertAll(row => row with
        {
            Limits = [.. row.Limits.Select(limit => limit with
            {
                NgoName = Known(limit.NgoId).Name,
                FromNgoName = Known(limit.FromNgoId).Name,
                DonationTitle = Known(limit.DonationId).Name,
                DonorName = Known(limit.DonationId).Donor,
            })],
        });

        (string Name, string Donor) Known(long id) => names.GetValueOrDefault(id, ("", ""));
    }

    private static List<ShortfallLimit> Limits(IEnumerable<Limit> limits) =>
        [.. limits.Select(l => new ShortfallLimit(l.Kind, l.Price, l.Pairs, l.NgoId, l.FoodDonationId)
        {
            QuantityKg = l.Quantity,
            Gain = l.Gain,
            FromNgoId = l.FromNgoId,
            BidPerKg = l.Bid,
        })];
}
