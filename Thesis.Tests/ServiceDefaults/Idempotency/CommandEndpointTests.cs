using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

public sealed class CommandEndpointTests(CommandEndpointTests.Notes notes) : IClassFixture<CommandEndpointTests.Notes>
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

    /// <summary>Lets a test hold an endpoint inside its transaction.</summary>
    internal sealed class Gate
    {
        private TaskCompletionSource _entered = new();
        private TaskCompletionSource _open = new();

        public Task Arm()
        {
            _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _entered.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        public void Open() => _open.TrySetResult();

        public Task PassAsync()
        {
            _entered.TrySetResult();
            return _open.Task;
        }
    }

    /// <summary>A service with one table, on a real database.</summary>
    public sealed class Notes : IAsyncLifetime
    {
        private TestApp? _app;

        internal Gate Gate { get; } = new();

        /// <summary>Whether the time to post at "/until-over" is over.</summary>
        internal bool IsOver { get; set; }

        internal NpgsqlDataSource Database => App.Services.GetRequiredService<NpgsqlDataSource>();

        private TestApp App => _app ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync()
        {
            var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
            _app = await TestApp.StartAsync(
                Map,
                builder => builder.AddThesisDatabase("thesisdb").AddMigrations("notes"),
                ("ConnectionStrings:thesisdb", database));
            await ExecuteAsync(
                """
                CREATE TABLE notes.note (id bigint PRIMARY KEY, text text NOT NULL,
                    twin bigint REFERENCES notes.note DEFERRABLE INITIALLY DEFERRED)
                """);
        }

        public async Task DisposeAsync() => await App.DisposeAsync();

        internal HttpClient Client(string user = "user-donor1") => App.As(user, Roles.Donor);

        internal async Task<HttpResponseMessage> PostAsync(string body, string? key, string path = "/notes", string user = "user-donor1")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Answers.Json(body) };
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            }

            return await Client(user).SendAsync(request);
        }

        internal Task<long> CountAsync(string text) => ScalarAsync<long>("SELECT count(*) FROM notes.note WHERE text = $1", text);

        internal Task<long> AuditCountAsync(string text) => ScalarAsync<long>("SELECT count(*) FROM notes.audit WHERE entity_id = $1", text);

        internal Task<bool> IsKeptAsync(string key) => ScalarAsync<bool>("SELECT EXISTS (SELECT FROM notes.idempotency WHERE key = $1)", key);

        internal Task AgeAsync(string key, TimeSpan by) =>
            ExecuteAsync("UPDATE notes.idempotency SET created_at = created_at - $2 WHERE key = $1", key, by);

        private void Map(WebApplication app)
        {
            app.MapPost("/notes", AddAsync).RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/more-notes", AddAsync).RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/gated", async (Note note, CommandContext command, IIdGenerator ids, HttpContext http) =>
            {
                var added = await AddAsync(note, command, ids, http);
                await Gate.PassAsync();
                return added;
            }).RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/until-over", async (Note note, CommandContext command, IIdGenerator ids, HttpContext http) =>
                IsOver ? Problems.Conflict("over", "It is over.") : await AddAsync(note, command, ids, http))
                .RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/at-commit", (Note note, CommandContext command, IIdGenerator ids) => Write(command, ids.Next(), note.Text))
                .RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/twin", (Note note, CommandContext command) =>
            {
                command.RefuseTwins("note_pkey", Problems.Conflict("note-exists", "There is such a note."));
                return Write(command, 1, note.Text);
            }).RequireAuthorization(Policies.Donor).AsCommand("notes");
            MapFailing(app, "/refused", () => Problems.Conflict("refused", "No."));
            MapFailing(app, "/thrown-problem", () => throw new ProblemException(Problems.NotFound("note", "17")));
            MapFailing(app, "/thrown", () => throw new InvalidOperationException("defect"));
            MapFailing(app, "/huge", () => TypedResults.Text(new string('x', 2_000_000)));
            app.MapPost("/deferred", async (Note note, CommandContext command, IIdGenerator ids) =>
            {
                await InsertAsync(command, ids.Next(), note.Text, twin: 17);
                return "done";
            }).RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPost("/length", (Note note) => note.Text.Length).RequireAuthorization(Policies.Donor).AsCommand("notes");
            app.MapPut("/notes/{text}", async Task<IResult> (string text, [FromBody] PutNote put, CommandContext command, IIdGenerator ids) =>
            {
                await InsertAsync(command, ids.Next(), text);
                return put.Fail ? Problems.Conflict("refused", "No.") : TypedResults.NoContent();
            }).RequireAuthorization(Policies.Donor).AsCommand("notes");
        }

        private static void MapFailing(WebApplication app, string path, Func<IResult> end) =>
            app.MapPost(path, async (Note note, CommandContext command, IIdGenerator ids) =>
            {
                await InsertAsync(command, ids.Next(), note.Text);
                command.Audit("note.added", note.Text);
                return end();
            }).RequireAuthorization(Policies.Donor).AsCommand("notes");

        private static async Task<IResult> AddAsync(Note note, CommandContext command, IIdGenerator ids, HttpContext http)
        {
            var id = ids.Next();
            await InsertAsync(command, id, note.Text);
            command.Audit("note.added", note.Text);
            ETags.Set(http.Response, 1);
            return TypedResults.Created($"/notes/{id}", new { id, note.Text });
        }

        /// <summary>Leaves the insert to the commit.</summary>
        private static long Write(CommandContext command, long id, string text)
        {
            var insert = new NpgsqlBatchCommand("INSERT INTO notes.note (id, text) VALUES (@id, @text)");
            insert.Parameters.Add(new("id", id));
            insert.Parameters.Add(new("text", text));
            command.AtCommit(insert);
            return id;
        }

        private static async Task InsertAsync(CommandContext context, long id, string text, long? twin = null)
        {
            await using var command = context.Command("INSERT INTO notes.note (id, text, twin) VALUES (@id, @text, @twin)");
            command.Parameters.Add(new("id", id));
            command.Parameters.Add(new("text", text));
            command.Parameters.Add(new("twin", NpgsqlTypes.NpgsqlDbType.Bigint) { Value = (object?)twin ?? DBNull.Value });
            await command.ExecuteNonQueryAsync();
        }

        private async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = Database.CreateCommand(sql);
            Array.ForEach(values, v => command.Parameters.Add(new() { Value = v }));
            await command.ExecuteNonQueryAsync();
        }

        private async Task<T> ScalarAsync<T>(string sql, params object[] values)
        {
            await using var command = Database.CreateCommand(sql);
            Array.ForEach(values, v => command.Parameters.Add(new() { Value = v }));
            return await command.ExecuteScalarAsync() is T value ? value : throw new InvalidOperationException("No value.");
        }

        private sealed record Note(string Text);

        private sealed record PutNote(bool Fail);
    }
}
