using System.Net;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.Extensions.Options;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Messaging;

/// <summary>Notifications to browsers by their push services, encrypted for each browser.</summary>
public sealed class PushChannel(PushStore store, PushIdentity identity, IHttpClientFactory clients, IOptions<NotificationsOptions> options) : IChannel
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "push";

    private const int AtOnce = 10;
    private const int SecondsToLive = 6 * 3600;

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<Delivery> deliveries, Func<Delivery, Outcome, Task> report, CancellationToken cancellationToken)
    {
        var keys = await identity.KeysAsync(cancellationToken);
        using var authentication = new VapidAuthentication(keys.Public, keys.Private) { Subject = options.Value.PushContact };
        var client = new PushServiceClient(clients.CreateClient(Client)) { DefaultAuthentication = authentication };
        await Parallel.ForEachAsync(
            deliveries,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (delivery, cancel) => await report(delivery, await SendAsync(client, delivery, cancel)));
    }

    /// <summary>Each browser of the person; it counts as sent when one took it.</summary>
    private async Task<Outcome> SendAsync(PushServiceClient client, Delivery delivery, CancellationToken cancellationToken)
    {
        var outcome = Outcome.Skipped("no browser takes push messages");
        foreach (var address in await store.OfAsync(delivery.Notification.UserId, cancellationToken))
        {
            var one = await SendAsync(client, address, delivery, cancellationToken);
            outcome = outcome.Status == "sent" || one is null ? outcome : one;
        }

        return outcome;
    }

    /// <returns>Null when the browser is gone.</returns>
    private async Task<Outcome?> SendAsync(PushServiceClient client, PushAddress address, Delivery delivery, CancellationToken cancellationToken)
    {
        var notification = delivery.Notification;
        var content = JsonSerializer.Serialize(new { notification.Title, notification.Body, notification.Path, tag = $"{notification.Id}" }, JsonSerializerOptions.Web);
        var subscription = new PushSubscription { Endpoint = address.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, address.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, address.Auth);
        try
        {
            await client.RequestPushMessageDeliveryAsync(
                subscription, new PushMessage(content) { TimeToLive = SecondsToLive, Urgency = PushMessageUrgency.High }, cancellationToken);
            return Outcome.Sent;
        }
        catch (PushServiceClientException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await store.ForgetAsync(address.Endpoint, cancellationToken);
            return null;
        }
        catch (PushServiceClientException e) when ((int)e.StatusCode is >= 400 and < 500 and not 408 and not 429)
        {
            return Outcome.Failed($"the push service answered {(int)e.StatusCode}");
        }
        catch (Exception e) when (e is PushServiceClientException or HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Outcome("waiting", $"the push service did not take it: {e.Message}");
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException or ArgumentException)
        {
            await store.ForgetAsync(address.Endpoint, cancellationToken);
            return null; // Keys that no browser made.
        }
    }
}
