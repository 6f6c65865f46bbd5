using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Thesis.Contracts;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Bench.Notifications;

/// <summary>How soon a message is with the other, and how soon an event is with the provider that carries its notification.</summary>
internal static partial class NotificationsBench
{
    private const int WarmUpMessages = 50;
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<Report> RunAsync(string[] args)
    {
        var (messages, seconds, rate) = (Read(args, "--messages", 400), Read(args, "--seconds", 20), Read(args, "--rate", 200));
        await using var system = await MeasuredSystem.StartAsync();
        var chat = await MeasureChatAsync(system, messages);
        var (mails, pushes) = await MeasureDeliveriesAsync(system, seconds, rate);
        return new Report(
            "notifications",
            $"Messages: {messages} posts by HTTP of one person in an order's conversation, one every {BetweenMessages.TotalMilliseconds:0} ms, from the request until the message is at another person's socket. "
            + $"Deliveries: {rate} proposed orders a second for {seconds} s, each told to its charity's manager by e-mail and by push, from the commit of the event until the mail server and the push service have it. "
            + "All of it, clients and providers included, runs in one process beside PostgreSQL and Redis.",
            [
                new Figure("message to another socket, p50", At(chat, 0.5), "ms", 100, "lower"),
                new Figure("message to another socket, p95", At(chat, 0.95), "ms", 200, "lower"),
                new Figure($"event to the mail server at {rate}/s, p95", At(mails, 0.95), "ms", 1000, "lower"),
                new Figure($"event to the push service at {rate}/s, p95", At(pushes, 0.95), "ms", 1000, "lower"),
            ])
        {
            Arguments = string.Join(' ', args),
            Details = string.Create(CultureInfo.InvariantCulture, $"p50 of mails {At(mails, 0.5):0} ms, of pushes {At(pushes, 0.5):0} ms; the slowest {mails[^1]:0} ms and {pushes[^1]:0} ms."),
        };
    }

    private static async Task<double[]> MeasureChatAsync(MeasuredSystem system, int count)
    {
        await system.PublishAsync("chat", Topics.DonorCreated, (1, new DonorCreated { Donor = new DonorSnapshot { Id = 1, Version = 1, Managers = { "user-donor" } } }));
        await system.PublishAsync("chat", Topics.OrderCreated, (1, new OrderCreated
        {
            Order = new OrderSnapshot { Id = 1, Version = 1, DonorId = 1, NgoId = 1, Status = "assigned", DriverUser = "user-driver", Title = "Bread", Region = "los-angeles" },
        }));
        await system.UntilAsync("select count(*) = 2 from chat.member");
        await using var select = system.Database.CreateCommand("select id from chat.conversation");
        var conversation = new Id<Kinds.Conversation>((long)(await select.ExecuteScalarAsync() ?? 0L));
        await using var listener = await MessageListener.ConnectAsync(system.Hub, system.Identity.Token("user-donor", Roles.Donor), "user:user-donor");
        using var driver = new HttpClient { BaseAddress = system.Services };
        driver.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", system.Identity.Token("user-driver", Roles.Driver));
        await PostAsync(driver, listener, conversation, WarmUpMessages);
        return await PostAsync(driver, listener, conversation, count);
    }

    private static async Task<double[]> PostAsync(HttpClient driver, MessageListener listener, Id<Kinds.Conversation> conversation, int count)
    {
        var sent = new Dictionary<string, long>();
        for (var i = 0; i < count; i++)
        {
            var command = Guid.NewGuid().ToString();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/chat/conversations/{conversation}/messages");
            request.Headers.Add("Idempotency-Key", command);
            request.Content = JsonContent.Create(new { commandId = command, text = $"Message {i}" });
            sent[command] = Stopwatch.GetTimestamp();
            using var answer = await driver.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            }

            await Task.Delay(BetweenMessages);
        }

        await UntilAsync(() => sent.Keys.All(listener.Arrivals.ContainsKey), "messages at the other socket");
        return [.. sent.Select(one => Stopwatch.GetElapsedTime(one.Value, listener.Arrivals[one.Key]).TotalMilliseconds).Order()];
    }

    private static async Task<(double[] Mails, double[] Pushes)> MeasureDeliveriesAsync(MeasuredSystem system, int seconds, int rate)
    {
        var count = seconds * rate;
        var browsers = await SubscribeAsync(system, count);
        var (committed, mailed, pushed) = (new long[count], new ConcurrentDictionary<int, long>(), new ConcurrentDictionary<int, long>());
        system.Mail.OnTaken = mail => mailed.TryAdd(int.Parse(FoodNumber().Match(mail).Groups[1].Value, CultureInfo.InvariantCulture), Stopwatch.GetTimestamp());
        system.Push.OnTaken = message => pushed.TryAdd(browsers[message.Browser], Stopwatch.GetTimestamp());
        var clock = Stopwatch.StartNew();
        for (var done = 0; done < count;)
        {
            var due = Math.Min(count, (int)(clock.Elapsed.TotalSeconds * rate));
            if (due > done)
            {
                await system.PublishAsync("notifications", Topics.OrderCreated, [.. Enumerable.Range(done, due - done).Select(i => ((long)i + 1, Proposed(i)))]);
                var now = Stopwatch.GetTimestamp();
                Array.Fill(committed, now, done, due - done);
                done = due;
            }

            await Task.Delay(Slice);
        }

        await UntilAsync(() => mailed.Count == count && pushed.Count == count, $"{count} mails and pushes, of which {mailed.Count} and {pushed.Count} came");
        return (Ages(mailed), Ages(pushed));

        double[] Ages(ConcurrentDictionary<int, long> arrivals) => [.. arrivals.Select(one => Stopwatch.GetElapsedTime(committed[one.Key], one.Value).TotalMilliseconds).Order()];
    }

    /// <summary>A charity with a manager for each event, whose browser takes push messages. The number of each by its browser.</summary>
    private static async Task<Dictionary<string, int>> SubscribeAsync(MeasuredSystem system, int count)
    {
        await system.PublishAsync("notifications", Topics.NgoCreated, [.. Enumerable.Range(0, count).Select(i =>
            ((long)i + 1, new NgoCreated { Ngo = new NgoSnapshot { Id = i + 1, Version = 1, Managers = { $"user-ngo-{i}" } } }))]);
        await system.UntilAsync($"select count(*) >= {count} from notifications.place where kind = 'ngo'");
        var browser = system.Push.NewBrowser();
        var root = browser.Endpoint[..(browser.Endpoint.LastIndexOf('/') + 1)];
        var names = Enumerable.Range(0, count).ToDictionary(i => $"b{i}");
        await using var insert = system.Database.CreateCommand("""
            insert into notifications.push_subscription (id, user_id, endpoint, p256dh, auth, created_at)
            select number, 'user-ngo-' || number, @root || 'b' || number, @key, @auth, now() from generate_series(0, @last) number
            """);
        insert.Parameters.AddWithValue("root", root);
        insert.Parameters.AddWithValue("key", browser.P256dh);
        insert.Parameters.AddWithValue("auth", browser.Auth);
        insert.Parameters.AddWithValue("last", count - 1);
        await insert.ExecuteNonQueryAsync();
        return names;
    }

    private static OrderCreated Proposed(int number) => new()
    {
        Order = new OrderSnapshot
        {
            Id = number + 100,
            Version = 1,
            NgoId = number + 1,
            Region = "los-angeles",
            Status = "proposed",
            Grams = 25_000,
            Title = $"Food-{number}.",
            DonorName = "Market",
            RespondByEpochMs = DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeMilliseconds(),
        },
    };

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"Waited in vain for {what}.");
            }

            await Task.Delay(20);
        }
    }

    private static double At(double[] ascending, double part) => ascending[(int)((ascending.Length - 1) * part)];

    private static int Read(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise
            : at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
            : throw new UsageException($"{name} must be a whole number above zero");
    }

    [GeneratedRegex(@"Food-(\d+)\.")]
    private static partial Regex FoodNumber();
}
