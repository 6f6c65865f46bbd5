using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Access;

/// <summary>One thing of each kind, all of them the owner's, and bodies that every endpoint accepts.</summary>
internal sealed class MatrixScene
{
    public const string Owner = "user-owner";
    public const string Stranger = "user-stranger";

    /// <summary>Who asked to take part: decisions on the request, and on this account, are somebody else's.</summary>
    public const string Applicant = "user-kim";

    private readonly Dictionary<Type, string> _ids = [];

    /// <summary>The bodies by endpoint.</summary>
    public IReadOnlyDictionary<string, object> Bodies { get; private set; } = new Dictionary<string, object>();

    /// <summary>
    /// What is in no answer to a stranger who may see only their own. The conversation is: as a dispatcher the stranger has written there.
    /// </summary>
    public IEnumerable<string> Marks => _ids.Where(pair => pair.Key != typeof(Kinds.Donor) && pair.Key != typeof(Kinds.Ngo) && pair.Key != typeof(Kinds.Conversation)).Select(pair => pair.Value);

    public static async Task<MatrixScene> SetAsync(ServicesHost host)
    {
        var scene = new MatrixScene();
        var services = BadInputTests.NewServices();
        foreach (var service in services)
        {
            foreach (var (kind, id) in await service.SetAsync(host))
            {
                scene._ids[kind] = id;
            }
        }

        scene.Bodies = services.SelectMany(service => service.GoodBodies).ToDictionary();
        await HandOverAsync(host);
        var order = await OrderAsync(host);
        scene._ids[typeof(Kinds.Order)] = order.ToString();
        await LetIntoConversationAsync(host, order.Value);
        using var owner = host.As(Owner, Roles.Donor);
        var calendar = await owner.PostCommandAsync("/api/v1/calendars").ReadAsync<JsonNode>(HttpStatusCode.Created);
        scene._ids[typeof(Kinds.Calendar)] = (string?)calendar["id"] ?? "";
        return scene;
    }

    /// <summary>The path of the owner's thing.</summary>
    public string PathOf(ApiEndpoint endpoint) => endpoint
        .PathWith(endpoint.IdKind is { } kind ? _ids.GetValueOrDefault(kind) : Applicant)
        .Replace("{region}", "los-angeles", StringComparison.Ordinal)
        .Replace("{name}", "balanced-1", StringComparison.Ordinal);

    /// <summary>Whether a request to it names a thing that somebody owns: in its path, or a donor or an organisation in its body.</summary>
    public bool NamesSomethingOwned(ApiEndpoint endpoint) =>
        endpoint.Pattern.Contains("{id}", StringComparison.Ordinal)
        || (endpoint.Method != HttpMethod.Get && Bodies.TryGetValue(endpoint.Name, out var body) && body is IReadOnlyDictionary<string, object?> fields
            && (fields.GetValueOrDefault("donorId") ?? fields.GetValueOrDefault("organisation")) is not null);

    /// <summary>Whose it is, and who else asks. Of decisions about somebody everybody else is the owner.</summary>
    public static (string Owner, string Stranger) CallersOf(ApiEndpoint endpoint) =>
        // Who deletes themselves owns nothing afterwards.
        endpoint.Name == "DeleteMyAccount" ? ("user-leaving", "user-leaving")
        : endpoint.Pattern.StartsWith("/api/v1/membership-requests/{id}", StringComparison.Ordinal) || endpoint.Pattern.StartsWith("/api/v1/members/{id}", StringComparison.Ordinal)
            ? (Owner, Applicant)
            : (Owner, Stranger);

    private static async Task LetIntoConversationAsync(ServicesHost host, long order)
    {
        await Eventually.HoldsAsync("chat knows the order", () => host.ScalarAsync<bool>("select exists (select from chat.order_state where order_id = $1)", order));
        await using var insert = host.Database.CreateCommand("""
            insert into chat.member (conversation_id, user_id, part) select conversation_id, $2, 'ngo' from chat.order_state where order_id in (67, $1) on conflict do nothing
            """);
        insert.Parameters.AddWithValue(order);
        insert.Parameters.AddWithValue(Owner);
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>What others made becomes the owner's too.</summary>
    private static async Task HandOverAsync(ServicesHost host)
    {
        await Eventually.HoldsAsync("donations knows the NGO", () => host.ScalarAsync<bool>("select exists (select from donations.ngo)"));
        await using var update = host.Database.CreateCommand($"""
            update donors.donor set managers = managers || array['{Owner}'];
            update ngos.ngo set managers = managers || array['{Owner}'];
            update donations.donor set managers = managers || array['{Owner}'];
            update donations.ngo set managers = managers || array['{Owner}'];
            update identity.organisations set managers = managers || array['{Owner}'];
            update drivers.drivers set user_id = '{Owner}';
            update notifications.notification set user_id = '{Owner}';
            """);
        await update.ExecuteNonQueryAsync();
    }

    /// <summary>An order from the owner's donor to the owner's NGO, on its way with the owner as driver.</summary>
    private static async Task<Id<Kinds.Order>> OrderAsync(ServicesHost host)
    {
        var region = Logistics.NewRegion();
        var donation = Logistics.Reserve(Logistics.NewDonation(region, 100, Owner), 40_000);
        var lot = Logistics.NewLot(donation, Logistics.NewNgo(region, manager: Owner), 40);
        await host.PublishAsync("orders", Topics.DonationAllocated, lot.AllocationId, new DonationsAllocated { RunId = Logistics.NextId(), Region = region, Lots = { lot } });
        await Eventually.HoldsAsync("the order is there", () => host.ScalarAsync<bool>("select exists (select from orders.orders where allocation_id = $1)", lot.AllocationId));
        await using var update = host.Database.CreateCommand("""
            update orders.orders set status = 'assigned', accepted_at = now(), assigned_at = now(), driver_user = $2, driver_id = (select id from drivers.drivers where user_id = $2)
            where allocation_id = $1;
            """);
        update.Parameters.AddWithValue(lot.AllocationId);
        update.Parameters.AddWithValue(Owner);
        await update.ExecuteNonQueryAsync();
        return new(await host.ScalarAsync<long>("select id from orders.orders where allocation_id = $1", lot.AllocationId));
    }
}
