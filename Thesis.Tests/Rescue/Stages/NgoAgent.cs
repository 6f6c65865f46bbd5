using System.Threading.Channels;
using Thesis.Rescue.People;

namespace Thesis.Rescue.Stages;

/// <summary>A charity's manager: answers each proposed order (mostly yes) and confirms each delivery, as the live updates come.</summary>
internal sealed class NgoAgent
{
    private const int DeclinesPercent = 3;
    private const int QueueLimit = 100_000;

    private readonly Person _person;
    private readonly string _region;
    private readonly int _seed;
    private readonly Channel<(string Order, string Action)> _work = Channel.CreateBounded<(string, string)>(QueueLimit);

    public NgoAgent(Person person, string region, int seed)
    {
        (_person, _region, _seed) = (person, region, seed);
        person.Live.OnMessage = OnMessage;
    }

    public List<double> UpdateMs { get; } = [];

    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var (order, action) in _work.Reader.ReadAllAsync(cancel))
        {
            var (status, body, took) = await _person.TryPostAsync(
                $"/api/v1/orders/{order}/{action}", action == "decline" ? new { reason = "The fridge is full today." } : null, cancel);
            if ((int)status is >= 200 and < 300)
            {
                UpdateMs.Add(took.TotalMilliseconds);
            }
            else if ((int)status is not (409 or 412))
            {
                // 409: it changed meanwhile, e.g. it was cancelled; the next update says so.
                throw new UnexpectedAnswerException($"{_person.Login} could not {action} {order}: {(int)status} {body}");
            }
        }
    }

    private void OnMessage(LiveMessage message)
    {
        if (message.Topic != $"user:{_person.Subject}" || message.Type is not ("order.created" or "order.status.changed"))
        {
            return;
        }

        var order = message.Data.GetProperty("order");
        var id = order.GetProperty("id").GetString() ?? "";
        if (order.GetProperty("region").GetString() != _region)
        {
            return;
        }

        var action = order.GetProperty("status").GetString() switch
        {
            "proposed" => Declines(id) ? "decline" : "accept",
            "delivered" => "confirm",
            _ => null,
        };
        if (action is not null && !_work.Writer.TryWrite((id, action)))
        {
            throw new UnexpectedAnswerException($"{_person.Login} has more than {QueueLimit} orders waiting.");
        }
    }

    private bool Declines(string order) => (Hash(order) ^ (uint)_seed * 2654435761u) % 100 < DeclinesPercent;

    // FNV-1a: stable from run to run, unlike string.GetHashCode.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
}
