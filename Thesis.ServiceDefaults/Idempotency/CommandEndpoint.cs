using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults;

/// <summary>One endpoint's requests, each in its transaction and at most once for each key.</summary>
internal sealed class CommandEndpoint(RequestDelegate inner, string schema, bool isLate)
{
    private readonly IdempotencyStore _store = new(schema);

    public async Task InvokeAsync(HttpContext http)
    {
        var key = IdempotencyKey.Of(http.Request);
        var digest = await RequestDigest.TakeInAsync(http.Request, http.RequestAborted);
        var answer = isLate ? await AnswerLateAsync(http, key, digest) : await AnswerAsync(http, key, digest);
        await answer.SendAsync(http.Response, http.RequestAborted);
    }

    private async Task<CommandAnswer> AnswerAsync(HttpContext http, string? key, byte[] digest)
    {
        var context = http.RequestServices.GetRequiredService<CommandContext>();
        try
        {
            await context.OpenAsync(schema, Actor.FromUser(http.User), http.RequestAborted);
            if (key is null)
            {
                return await ExecuteAsync(http, context, null);
            }

            var earlier = await _store.FindAsync(context, key, digest, http.RequestAborted);
            return earlier ?? await ExecuteAsync(http, context, answer => _store.Keep(context, key, digest, answer));
        }
        finally
        {
            await context.DisposeAsync(); // Rolls back what was not committed, before the answer is sent.
        }
    }

    private async Task<CommandAnswer> AnswerLateAsync(HttpContext http, string? key, byte[] digest)
    {
        var context = http.RequestServices.GetRequiredService<CommandContext>();
        var actor = Actor.FromUser(http.User);
        try
        {
            if (key is not null && await EarlierAsync(http, context, actor, key, digest) is { } earlier)
            {
                return earlier;
            }

            context.Prepare(schema, actor);
            var answer = await HeldAnswer.RunAsync(http, inner);
            return answer.Status >= StatusCodes.Status400BadRequest ? answer
                : context.IsOpen ? await KeepAsync(http, context, key, digest, answer)
                : throw new InvalidOperationException("A late command answered with success before it called BeginAsync.");
        }
        finally
        {
            await context.DisposeAsync();
        }
    }

    private async Task<CommandAnswer?> EarlierAsync(HttpContext http, CommandContext context, Actor actor, string key, byte[] digest)
    {
        await context.OpenAsync(schema, actor, http.RequestAborted);
        try
        {
            return await _store.FindAsync(context, key, digest, http.RequestAborted);
        }
        finally
        {
            await context.DisposeAsync();
        }
    }

    private async Task<CommandAnswer> KeepAsync(HttpContext http, CommandContext context, string? key, byte[] digest, CommandAnswer answer)
    {
        if (key is not null)
        {
            // A request of the same key may have been faster: its answer is the one that counts.
            if (await _store.FindAsync(context, key, digest, http.RequestAborted) is { } other)
            {
                return other;
            }

            _store.Keep(context, key, digest, answer);
        }

        await context.CommitAsync(CancellationToken.None);
        return answer;
    }

    private async Task<CommandAnswer> ExecuteAsync(HttpContext http, CommandContext context, Action<CommandAnswer>? keep)
    {
        var answer = await HeldAnswer.RunAsync(http, inner);
        if (answer.Status < StatusCodes.Status400BadRequest)
        {
            keep?.Invoke(answer);
            await context.CommitAsync(CancellationToken.None); // A caller that hangs up now must not leave the outcome open.
        }

        return answer;
    }
}
