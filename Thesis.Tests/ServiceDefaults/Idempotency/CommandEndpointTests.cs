using System.Net;
using System.Net.Http.Json;

namespace Thesis.ServiceDefaults.Tests;

public sealed class CommandEndpointTests(CommandNotes notes) : IClassFixture<CommandNotes>
{
    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_and_happens_once()
    {
        var key = NewKey();
        using var first = await notes.PostAsync("""{"text":"bread"}""", key);
        using var second = await notes.PostAsync("""{"text":"bread"}""", key);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        await AssertSameAsync(first, second);
        Assert.Equal(1, await notes.CountAsync("bread"));
    }

    [Fact]
    public async Task Commands_sent_at_once_with_one_key_happen_once_and_the_others_are_told_to_wait()
    {
        var key = NewKey();
        var entered = notes.Gate.Arm();
        var first = notes.PostAsync("""{"text":"gated"}""", key, "/gated");
        await entered;

        var conflict = await (await notes.PostAsync("""{"text":"gated"}""", key, "/gated")).ProblemAsync(409);
        notes.Gate.Open();
        using var done = await first;
        using var replay = await notes.PostAsync("""{"text":"gated"}""", key, "/gated");

        Assert.Equal("idempotency-key-in-flight", conflict.Code());
        await AssertSameAsync(done, replay);
        Assert.Equal(1, await notes.CountAsync("gated"));
    }

    [Fact]
    public async Task A_burst_with_one_key_happens_once()
    {
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => notes.PostAsync("""{"text":"burst"}""", key)));

        Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Equal(1, await notes.CountAsync("burst"));
    }

    [Theory]
    [InlineData("""{"text":"other"}""", "/notes")]
    [InlineData("""{"text":"reused"}""", "/notes?urgent=true")]
    [InlineData("""{"text":"reused"}""", "/more-notes")]
    public async Task A_key_used_for_another_request_is_a_422_and_nothing_happens(string body, string path)
    {
        var key = NewKey();
        using var first = await notes.PostAsync("""{"text":"reused"}""", key);
        var before = await notes.CountAsync("reused");

        var problem = await (await notes.PostAsync(body, key, path)).ProblemAsync(422);

        Assert.Equal("idempotency-key-reused", problem.Code());
        Assert.Equal(before, await notes.CountAsync("reused"));
        Assert.Equal(0, await notes.CountAsync("other"));
    }

    [Fact]
    public async Task Keys_belong_to_their_user()
    {
        var key = NewKey();
        using var mine = await notes.PostAsync("""{"text":"mine"}""", key);
        using var theirs = await notes.PostAsync("""{"text":"theirs"}""", key, user: "user-other");

        Assert.Equal(HttpStatusCode.Created, theirs.StatusCode);
        Assert.Equal(1, await notes.CountAsync("theirs"));
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("", "1 to 200")]
    [InlineData("with space", "1 to 200")]
    [InlineData("long", "1 to 200")]
    public async Task A_post_without_a_proper_key_is_a_400_and_nothing_happens(string? key, string remedy)
    {
        using var answer = await notes.PostAsync("""{"text":"keyless"}""", key == "long" ? new string('k', 201) : key);

        Assert.Contains(remedy, await answer.FieldErrorAsync("Idempotency-Key"), StringComparison.Ordinal);
        Assert.Equal(0, await notes.CountAsync("keyless"));
    }

    [Fact]
    public async Task A_longest_key_is_accepted()
    {
        using var answer = await notes.PostAsync("""{"text":"long key"}""", new string('~', 200));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("/refused", 409)]
    [InlineData("/thrown-problem", 404)]
    [InlineData("/thrown", 500)]
    public async Task A_command_that_fails_leaves_nothing_and_its_key_can_be_used_again(string path, int status)
    {
        var key = NewKey();

        await (await notes.PostAsync("""{"text":"lost"}""", key, path)).ProblemAsync(status);
        await (await notes.PostAsync("""{"text":"lost"}""", key, path)).ProblemAsync(status);

        Assert.Equal(0, await notes.CountAsync("lost"));
        Assert.Equal(0, await notes.AuditCountAsync("lost"));
        using var retry = await notes.PostAsync("""{"text":"kept"}""", key);
        Assert.Equal(HttpStatusCode.Created, retry.StatusCode);
    }

    [Fact]
    public async Task A_repeated_command_that_would_be_refused_by_now_gets_its_first_answer()
    {
        var key = NewKey();
        notes.IsOver = false;
        using var first = await notes.PostAsync("""{"text":"in time"}""", key, "/until-over");
        notes.IsOver = true;
        using var second = await notes.PostAsync("""{"text":"in time"}""", key, "/until-over");
        await (await notes.PostAsync("""{"text":"too late"}""", NewKey(), "/until-over")).ProblemAsync(409);

        await AssertSameAsync(first, second);
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await notes.CountAsync("in time"));
    }

    [Fact]
    public async Task What_only_the_commit_writes_happens_once()
    {
        var key = NewKey();
        using var first = await notes.PostAsync("""{"text":"late"}""", key, "/at-commit");
        using var second = await notes.PostAsync("""{"text":"late"}""", key, "/at-commit");

        await AssertSameAsync(first, second);
        Assert.Equal(1, await notes.CountAsync("late"));
    }

    [Fact]
    public async Task A_twin_that_the_commit_finds_is_refused_as_the_endpoint_says_and_leaves_nothing()
    {
        using var first = await notes.PostAsync("""{"text":"twin"}""", NewKey(), "/twin");

        var problem = await (await notes.PostAsync("""{"text":"twin"}""", NewKey(), "/twin")).ProblemAsync(409);

        Assert.Equal("note-exists", problem.Code());
        Assert.Equal(1, await notes.CountAsync("twin"));
    }

    [Fact]
    public async Task A_broken_body_is_a_400_and_its_key_can_be_used_again()
    {
        var key = NewKey();

        await (await notes.PostAsync("""{"text":""", key)).ProblemAsync(400);
        using var retry = await notes.PostAsync("""{"text":"mended"}""", key);

        Assert.Equal(HttpStatusCode.Created, retry.StatusCode);
    }

    [Fact]
    public async Task A_change_that_the_commit_refuses_is_not_answered_as_done()
    {
        var key = NewKey();

        await (await notes.PostAsync("""{"text":"deferred"}""", key, "/deferred")).ProblemAsync(500);

        Assert.Equal(0, await notes.CountAsync("deferred"));
    }

    [Fact]
    public async Task A_put_needs_no_key_and_runs_in_a_transaction()
    {
        using var client = notes.Client();

        using var done = await client.PutAsJsonAsync("/notes/put", new { fail = false });
        await (await client.PutAsJsonAsync("/notes/failed-put", new { fail = true })).ProblemAsync(409);

        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Equal(1, await notes.CountAsync("put"));
        Assert.Equal(0, await notes.CountAsync("failed-put"));
    }

    [Fact]
    public async Task State_audit_and_outbox_are_written_together()
    {
        using var answer = await notes.PostAsync("""{"text":"whole"}""", NewKey());

        Assert.Equal(1, await notes.AuditCountAsync("whole"));
    }

    [Fact]
    public async Task A_large_body_is_read_whole_by_the_endpoint()
    {
        var text = new string('x', 500_000);

        using var answer = await notes.PostAsync($$"""{"text":"{{text}}"}""", NewKey(), "/length");

        Assert.Equal("500000", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_too_large_to_keep_rolls_back()
    {
        await (await notes.PostAsync("""{"text":"huge"}""", NewKey(), "/huge")).ProblemAsync(500);

        Assert.Equal(0, await notes.CountAsync("huge"));
    }

    [Fact]
    public async Task Answers_are_given_again_for_a_day_and_then_forgotten()
    {
        var key = NewKey();
        using var first = await notes.PostAsync("""{"text":"daily"}""", key);
        await notes.AgeAsync(key, TimeSpan.FromHours(23));
        using var replay = await notes.PostAsync("""{"text":"daily"}""", key);
        await notes.AgeAsync(key, TimeSpan.FromHours(2));
        using var anew = await notes.PostAsync("""{"text":"daily"}""", key);
        using var replayed = await notes.PostAsync("""{"text":"daily"}""", key);

        Assert.True(replay.Headers.Contains("Idempotency-Replayed"));
        Assert.False(anew.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(2, await notes.CountAsync("daily"));
        await AssertSameAsync(anew, replayed);
    }

    [Fact]
    public async Task Forgotten_answers_are_deleted_and_others_stay()
    {
        string[] keys = [NewKey(), NewKey()];
        foreach (var key in keys)
        {
            using var answer = await notes.PostAsync("""{"text":"swept"}""", key);
        }

        await notes.AgeAsync(keys[0], TimeSpan.FromHours(25));
        await IdempotencySweeper.SweepAsync(notes.Database, "notes", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.False(await notes.IsKeptAsync(keys[0]));
        Assert.True(await notes.IsKeptAsync(keys[1]));
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task AssertSameAsync(HttpResponseMessage first, HttpResponseMessage second)
    {
        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }
}
