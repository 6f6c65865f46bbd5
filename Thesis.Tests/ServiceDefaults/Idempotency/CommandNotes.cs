using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>A service with one table, on a real database.</summary>
public sealed class CommandNotes : IAsyncLifetime
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
