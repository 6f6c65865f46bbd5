using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The operator's way to <see cref="DeadLetters"/>: a process started with <c>dead-letters …</c> answers and ends.</summary>
public static class DeadLetterCommand
{
    private const string Usage =
        """
        usage: dead-letters list SCHEMA [GROUP]
               dead-letters replay SCHEMA GROUP [ID …]
               dead-letters discard SCHEMA ID …
        """;

    /// <summary>True if the arguments ask for this command.</summary>
    public static bool IsAskedFor(string[] args) => args is ["dead-letters", ..];

    /// <summary>Runs the command and returns the exit code: 0, or 2 with the usage when the arguments make no sense.</summary>
    public static async Task<int> RunAsync(
        IServiceProvider services, string[] args, TextWriter output, CancellationToken cancellationToken = default)
    {
        var letters = services.GetRequiredService<DeadLetters>();
        try
        {
            switch (args)
            {
                case [_, "list", var schema]:
                    await ListAsync(letters, schema, null, output, cancellationToken);
                    return 0;
                case [_, "list", var schema, var group]:
                    await ListAsync(letters, schema, group, output, cancellationToken);
                    return 0;
                case [_, "replay", var schema, var group, .. var ids]:
                    await output.WriteLineAsync($"{await letters.ReplayAsync(schema, group, ids.Length > 0 ? Ids(ids) : null, cancellationToken)} asked for");
                    return 0;
                case [_, "discard", var schema, .. var ids] when ids.Length > 0:
                    await output.WriteLineAsync($"{await letters.DiscardAsync(schema, Ids(ids), cancellationToken)} discarded");
                    return 0;
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
        {
            await output.WriteLineAsync(e.Message);
        }
        await output.WriteLineAsync(Usage);
        return 2;
    }

    private static async Task ListAsync(DeadLetters letters, string schema, string? group, TextWriter output, CancellationToken cancellationToken)
    {
        var after = 0L;
        while (await letters.ListAsync(schema, group, after, cancellationToken: cancellationToken) is { Count: > 0 } page)
        {
            foreach (var letter in page)
            {
                var reason = letter.Reason.Split('\n')[0];
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{letter.Id}\t{letter.FailedAt:u}\t{letter.Group}\t{letter.Topic}/{letter.Partition}@{letter.Offset}\t{letter.EventId}\t{letter.Attempts}\t{reason}"));
            }
            after = page[^1].Id;
        }
    }

    private static long[] Ids(string[] texts) => [.. texts.Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
}
