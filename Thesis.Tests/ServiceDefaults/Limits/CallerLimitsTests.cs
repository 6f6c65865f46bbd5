using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults.Tests.Limits;

public sealed class CallerLimitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_callers_flood_waits_in_turn_is_refused_beyond_that_and_keeps_nobody_else_waiting()
    {
        var work = new Work();
        await using var app = await StartAsync(work);
        using var flooding = app.As("user-flood", Roles.Donor);
        using var bystander = app.As("user-bystander", Roles.Donor);

        var flood = Enumerable.Range(0, 10).Select(_ => flooding.GetAsync("/api/work")).ToList();
        await work.HasBegunAsync(2);
        var refused = new List<HttpResponseMessage>();
        while (refused.Count < 5)
        {
            var answered = await Task.WhenAny(flood).WaitAsync(Patience);
            flood.Remove(answered);
            refused.Add(await answered);
        }

        // Two of the flood are at work, three wait, five were refused; the bystander's is begun and answered at once.
        var other = bystander.GetAsync("/api/work?of=bystander");
        await work.HasBegunAsync(1, "bystander");
        work.End("bystander");
        using var answer = await other.WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, work.Begun(""));
        foreach (var response in refused)
        {
            Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
            Assert.Equal("too-many-requests", (await response.ProblemAsync(429)).Code());
        }

        work.End("");
        var answers = await Task.WhenAll(flood).WaitAsync(Patience);
        Assert.All(answers, done => Assert.Equal(HttpStatusCode.OK, done.StatusCode));
        Assert.Equal((5, 2), (work.Begun(""), work.MostAtOnce));
    }

    [Fact]
    public async Task What_services_ask_of_each_other_is_not_counted()
    {
        var work = new Work();
        await using var app = await StartAsync(work);
        using var service = app.As("service-orders", Roles.Service);

        var calls = Enumerable.Range(0, 10).Select(_ => service.GetAsync("/api/work")).ToArray();
        await work.HasBegunAsync(10);
        work.End("");

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    private static Task<TestApp> StartAsync(Work work) => TestApp.StartAsync(
        app =>
        {
            app.UseCallerLimits();
            app.MapGet("/api/work", (HttpContext http) => work.DoAsync(http.Request.Query["of"].ToString())).RequireAuthorization(Policies.SignedIn);
        },
        builder => builder.AddCallerLimits(),
        ("CallerLimits:AtOnce", "2"),
        ("CallerLimits:Waiting", "3"));

    /// <summary>Requests that last until the test ends them.</summary>
    private sealed class Work
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new();
        private readonly ConcurrentDictionary<string, int> _begun = new();
        private int _atOnce;

        public int MostAtOnce { get; private set; }

        public async Task DoAsync(string of)
        {
            _begun.AddOrUpdate(of, 1, (_, count) => count + 1);
            lock (_ends)
            {
                MostAtOnce = Math.Max(MostAtOnce, of.Length > 0 ? 0 : ++_atOnce);
            }

            await EndOf(of).Task;
            lock (_ends)
            {
                _atOnce -= of.Length > 0 ? 0 : 1;
            }
        }

        public void End(string of) => EndOf(of).TrySetResult();

        public int Begun(string of) => _begun.GetValueOrDefault(of);

        public Task HasBegunAsync(int count, string of = "") => Eventually.HoldsAsync(() => Begun(of) >= count, $"{count} requests of '{of}' to begin");

        private TaskCompletionSource EndOf(string of) =>
            _ends.GetOrAdd(of, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
