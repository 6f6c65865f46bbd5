using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults;

/// <summary>One endpoint's requests, each in its transaction and at most once for each key.</summary>
internal sealed class CommandEndpoint(RequestDelegate inner, string schema)
{
    private readonly IdempotencyStore _store = new(schema);

    public async Task InvokeAsync(HttpContext http)
    {
        var key = IdempotencyKey.Of(http.Request);
        var digest = await RequestDigest.TakeInAsync(http.Request, http.RequestAborted);
        var answer = await AnswerAsync(http, key, digest);
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
