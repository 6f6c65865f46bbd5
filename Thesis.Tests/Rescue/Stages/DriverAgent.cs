using System.Globalization;
using System.Net;
using System.Text.Json;
using Thesis.Rescue.People;

namespace Thesis.Rescue.Stages;

/// <summary>A driver: takes the nearest order, drives to the donor, picks up, drives to the charity, delivers; streams positions on the way.</summary>
internal sealed class DriverAgent(Person person, string region, double latitude, double longitude)
{
    private const int PositionsPerLeg = 4;
    // An hour's drive in a blink would measure only how fast sixteen drivers can press buttons.
    private static readonly TimeSpan Leg = TimeSpan.FromMilliseconds(350);
    private static readonly TimeSpan NothingToDo = TimeSpan.FromMilliseconds(250);

    private double _latitude = latitude;
    private double _longitude = longitude;

    public List<double> UpdateMs { get; } = [];

    public int Delivered { get; private set; }

    public int Positions { get; private set; }

    public async Task RegisterAsync(CancellationToken cancel)
    {
        var vehicle = new { name = person.Login, vehicle = "van", capacityKg = 2000, cooling = "refrigerated", region };
        var (status, body, _) = await person.TryPostAsync("/api/v1/drivers", vehicle, cancel);
        if (status == HttpStatusCode.Conflict)
        {
            // Registered by an earlier day, perhaps with another vehicle: one that cools nothing would leave food standing.
            await person.PutAsync("/api/v1/drivers/me", vehicle, cancel);
        }
        else if ((int)status is not (201 or 200))
        {
            throw new UnexpectedAnswerException($"{person.Login} could not register: {(int)status} {body}");
        }

        await person.PostAsync("/api/v1/drivers/me/shift", new { onShift = true, region }, cancel);
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (await ClaimAsync(cancel) is { } order)
            {
                await CarryAsync(order, cancel);
            }
            else
            {
                await Task.Delay(NothingToDo, cancel);
            }
        }
    }

    private async Task<JsonElement?> ClaimAsync(CancellationToken cancel)
    {
        var offers = await person.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/drivers/me/offers?latitude={_latitude:F6}&longitude={_longitude:F6}&limit=5"), cancel);
        var items = offers.ValueKind == JsonValueKind.Array ? offers : offers.GetProperty("items");
        foreach (var offer in items.EnumerateArray())
        {
            var (status, body, took) = await person.TryPostAsync("/api/v1/drivers/me/claims", new { orderId = offer.GetProperty("id").GetString(), confirm = true }, cancel);
            if ((int)status is >= 200 and < 300)
            {
                UpdateMs.Add(took.TotalMilliseconds);
                return body.TryGetProperty("id", out _) ? body : offer;
            }

            if ((int)status is not (409 or 412))
            {
                throw new UnexpectedAnswerException($"{person.Login} could not claim an order: {(int)status} {body}");
            }
            // 409: another driver was quicker. (The drives of this day take no time: what may be late is confirmed.)
        }

        return null;
    }

    private async Task CarryAsync(JsonElement order, CancellationToken cancel)
    {
        var id = order.GetProperty("id").GetString();
        var kg = order.GetProperty("quantityKg").GetDecimal();
        await DriveToAsync(order.GetProperty("pickup"), cancel);
        if (!await ConfirmAsync(id, "pickup", kg, cancel))
        {
            return;
        }

        await DriveToAsync(order.GetProperty("dropoff"), cancel);
        if (await ConfirmAsync(id, "deliver", kg, cancel))
        {
            Delivered++;
        }
    }

    private async Task<bool> ConfirmAsync(string? order, string action, decimal kg, CancellationToken cancel)
    {
        var (status, body, took) = await person.TryPostAsync($"/api/v1/drivers/me/orders/{order}/{action}", new { kg }, cancel);
        if ((int)status is >= 200 and < 300)
        {
            UpdateMs.Add(took.TotalMilliseconds);
            return true;
        }

        return (int)status == 409
            ? false
            : throw new UnexpectedAnswerException($"{person.Login} could not {action} {order}: {(int)status} {body}");
    }

    private async Task DriveToAsync(JsonElement place, CancellationToken cancel)
    {
        var (toLatitude, toLongitude) = (place.GetProperty("latitude").GetDouble(), place.GetProperty("longitude").GetDouble());
        var now = DateTimeOffset.UtcNow;
        var positions = Enumerable.Range(1, PositionsPerLeg).Select(step =>
        {
            var part = (double)step / PositionsPerLeg;
            return new
            {
                latitude = Math.Round(_latitude + (toLatitude - _latitude) * part, 6),
                longitude = Math.Round(_longitude + (toLongitude - _longitude) * part, 6),
                time = now.AddMilliseconds(step - PositionsPerLeg),
                accuracyM = 8.0,
            };
        }).ToArray();
        await person.PostAsync("/api/v1/drivers/me/positions", new { positions }, cancel);
        Positions += positions.Length;
        await Task.Delay(Leg, cancel);
        (_latitude, _longitude) = (toLatitude, toLongitude);
    }
}
