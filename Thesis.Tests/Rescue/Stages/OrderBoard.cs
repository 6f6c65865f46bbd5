using System.Text.Json;
using Thesis.Rescue.People;

namespace Thesis.Rescue.Stages;

/// <summary>An order as the dispatcher's screen shows it, from live updates alone.</summary>
internal sealed record BoardOrder(string Id, long Version, string Status, string DonationId, string NgoId, decimal Kg, decimal DeliveredKg, double Km, DateTimeOffset ChangedAt)
{
    public bool IsFinal => Status is "completed" or "declined" or "expired" or "cancelled" or "failed" or "returned" or "lost";
}

/// <summary>The state of all orders of the region, kept from what the dispatcher's socket delivers.</summary>
internal sealed class OrderBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BoardOrder> _orders = [];
    private readonly List<string> _disorders = [];
    private DateTimeOffset _lastChange = DateTimeOffset.UtcNow;

    public void Watch(Person dispatcher, string region)
    {
        var topic = $"region:{region}";
        dispatcher.Live.OnMessage = message =>
        {
            if (message.Topic == topic && message.Type is "order.created" or "order.status.changed")
            {
                Apply(message.Data.GetProperty("order"), message.ArrivedAt);
            }
        };
    }

    public IReadOnlyList<BoardOrder> Orders
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders.Values];
            }
        }
    }

    /// <summary>Orders whose versions did not come one after another.</summary>
    public IReadOnlyList<string> Disorders
    {
        get
        {
            lock (_lock)
            {
                return [.. _disorders];
            }
        }
    }

    public bool AllFinal
    {
        get
        {
            lock (_lock)
            {
                return _orders.Values.All(order => order.IsFinal);
            }
        }
    }

    public DateTimeOffset LastChange
    {
        get
        {
            lock (_lock)
            {
                return _lastChange;
            }
        }
    }

    private void Apply(JsonElement order, DateTimeOffset at)
    {
        var seen = new BoardOrder(
            order.GetProperty("id").GetString() ?? "", LiveJson.Int64(order, "version"), order.GetProperty("status").GetString() ?? "",
            order.GetProperty("donationId").GetString() ?? "", order.GetProperty("ngoId").GetString() ?? "",
            LiveJson.Kg(order, "grams"), LiveJson.Kg(order, "deliveredGrams"), LiveJson.Double(order, "km"), at);
        lock (_lock)
        {
            var expected = _orders.TryGetValue(seen.Id, out var before) ? before.Version + 1 : 1;
            if (seen.Version != expected)
            {
                _disorders.Add($"{seen.Id}: version {seen.Version} came where {expected} was due");
            }

            _orders[seen.Id] = seen;
            _lastChange = at;
        }
    }
}
