using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// One endpoint's requests, each in its transaction and at most once for each key. The key is taken with the endpoint's first
/// statement, so that it costs no round trip; an endpoint that refuses before its first statement is asked for an earlier answer
/// afterwards.
/// </summary>
internal sealed class CommandEndpoint(RequestDelegate inner, string schema, bool isLate)
{
    private readonly IdempotencyStore _store = new(schema);

    public async Task InvokeAsync(HttpContext http)
    {
        var key = IdempotencyKey.Of(http.Request);
        var digest = await RequestDigest.TakeInAsync(http.Request, http.RequestAborted);
        var context = http.RequestServices.GetRequiredService<CommandContext>();
        CommandAnswer answer;
        try
        {
            answer = key is null ? await AnswerAsync(http, context, null, digest) : await AnswerOnceAsync(http, context, key, digest);
        }
        finally
        {
            await context.DisposeAsync(); // Rolls back what was not committed, before the answer is sent.
        }

        await answer.SendAsync(http.Response, http.RequestAborted);
    }

    /// <summary>The first answer to the key.</summary>
    private async Task<CommandAnswer> AnswerOnceAsync(HttpContext http, CommandContext context, string key, byte[] digest)
    {
        try
        {
            var answer = await AnswerAsync(http, context, key, digest);
            return answer.Status >= StatusCodes.Status400BadRequest && context.IsClaimUnsent
                ? await EarlierAsync(http, context, key, digest) ?? answer
                : answer;
        }
        catch (PostgresException e) when (IdempotencyStore.IsInFlight(e))
        {
            throw IdempotencyStore.InFlight();
        }
        catch (PostgresException e) when (IdempotencyStore.IsAnswered(e))
        {
            return await EarlierAsync(http, context, key, digest)
                ?? throw new InvalidOperationException("The answer to an Idempotency-Key was deleted between two statements.", e);
        }
        catch (Exception) when (context.IsClaimUnsent) // Whatever it is: an earlier answer goes before it.
        {
            if (await EarlierAsync(http, context, key, digest) is { } earlier)
            {
                return earlier;
            }

            throw;
        }
    }

    private async Task<CommandAnswer> AnswerAsync(HttpContext http, CommandContext context, string? key, byte[] digest)
    {
        var actor = Actor.FromUser(http.User);
        context.Prepare(schema, actor, key is null ? null : () => _store.Take(actor.Subject, key, context.Now));
        if (!isLate)
        {
            await context.BeginAsync(http.RequestAborted);
        }

        var answer = await HeldAnswer.RunAsync(http, inner);
        if (answer.Status < StatusCodes.Status400BadRequest)
        {
            await KeepAsync(context, key, digest, answer);
        }

        return answer;
    }

    private async Task KeepAsync(CommandContext context, string? key, byte[] digest, CommandAnswer answer)
    {
        if (!context.IsOpen)
        {
            throw new InvalidOperationException("A late command answered with success before it called BeginAsync.");
        }

        if (key is not null)
        {
            _store.Keep(context, key, digest, answer);
        }

        await context.CommitAsync(CancellationToken.None); // A caller that hangs up now must not leave the outcome open.
    }

    /// <summary>Rolls back, and reads the answer that the key got before, if any.</summary>
    private async Task<CommandAnswer?> EarlierAsync(HttpContext http, CommandContext context, string key, byte[] digest)
    {
        var (caller, now) = (Actor.FromUser(http.User).Subject, context.Now);
        await context.DisposeAsync(); // One connection for a request: two could wait for each other.
        var database = http.RequestServices.GetRequiredService<NpgsqlDataSource>();
        return await _store.FindAsync(database, caller, key, digest, now, http.RequestAborted);
    }
}
