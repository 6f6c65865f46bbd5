using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Mail;

/// <summary>A mail on its way.</summary>
/// <param name="Error">Why the last attempt failed; null when none did.</param>
internal sealed record OutgoingMail(long Id, string Recipient, string Subject, string Body, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? SentAt, string? Error);

/// <summary>The SQL of mails. They are written in the transaction that is their reason, and sent later.</summary>
internal sealed class MailStore(NpgsqlDataSource database)
{
    // Nobody's mailbox is filled by whoever types its address into our forms.
    private const int MostAnHour = 6;
    private const string Columns = "id, recipient, subject, body, created_at, attempts, sent_at, error";

    /// <summary>Writes a mail that goes out once the command has committed; not when the address has had its share of the hour.</summary>
    /// <returns>False when the address has had its share.</returns>
    public static async Task<bool> AddAsync(CommandContext command, long id, string recipient, string subject, string body, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into identity.mails (id, recipient, subject, body, created_at, next_attempt_at)
            select @id, @recipient, @subject, @body, @now, @now
            where (select count(*) from identity.mails where recipient = @recipient and created_at > @now - interval '1 hour') < @most
            """);
        insert.Parameters.AddWithValue("most", MostAnHour);
        insert.Parameters.AddWithValue("id", id);
        insert.Parameters.AddWithValue("recipient", recipient);
        insert.Parameters.AddWithValue("subject", subject);
        insert.Parameters.AddWithValue("body", body);
        insert.Parameters.AddWithValue("now", command.Now);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Takes mails that are due; unless they are reported on they are due again at <paramref name="again"/>, here or in another replica.</summary>
    public async Task<IReadOnlyList<OutgoingMail>> TakeDueAsync(DateTimeOffset now, DateTimeOffset again, int most, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand($"""
            update identity.mails set attempts = attempts + 1, next_attempt_at = @again
            where id in (
                select id from identity.mails where next_attempt_at <= @now order by next_attempt_at limit @most for update skip locked)
            returning {Columns}
            """);
        update.Parameters.AddWithValue("now", now);
        update.Parameters.AddWithValue("again", again);
        update.Parameters.AddWithValue("most", most);
        return await ReadAsync(update, cancellationToken);
    }

    public async Task SentAsync(long id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update identity.mails set sent_at = @now, next_attempt_at = null, error = null where id = @id");
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("now", now);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="again">When to try again; null never.</param>
    public async Task FailedAsync(long id, string error, DateTimeOffset? again, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand("update identity.mails set error = @error, next_attempt_at = @again where id = @id");
        update.Parameters.AddWithValue("id", id);
        update.Parameters.AddWithValue("error", error);
        update.Parameters.AddWithValue("again", (object?)again ?? DBNull.Value);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task DeleteOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand(
            "delete from identity.mails where id in (select id from identity.mails where created_at < @before order by created_at limit @most)");
        delete.Parameters.AddWithValue("before", before);
        delete.Parameters.AddWithValue("most", most);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Mails, the latest first.</summary>
    public async Task<IReadOnlyList<OutgoingMail>> ListAsync(int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from identity.mails order by id desc limit @most");
        select.Parameters.AddWithValue("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<OutgoingMail>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var mails = new List<OutgoingMail>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            mails.Add(new OutgoingMail(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return mails;
    }
}
