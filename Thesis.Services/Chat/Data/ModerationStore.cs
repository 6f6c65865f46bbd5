using Npgsql;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Chat.Data;

/// <summary>A report with the message that it is about.</summary>
/// <param name="Reporter">Name of who reported.</param>
/// <param name="Kind">Of the conversation.</param>
public sealed record ReportRow(
    long Id, string Reporter, string Cause, string Note, string Status, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string DecidedBy, string Reason,
    string Kind, string Region, string Title, MessageRow Message);

/// <summary>A mute or a ban.</summary>
/// <param name="Region">Of the board that somebody is banned from; empty for a mute.</param>
public sealed record SanctionRow(
    long Id, string UserId, long? PersonId, string Name, string Kind, string Region, DateTimeOffset Until, string Reason, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? LiftedAt);

/// <summary>The SQL of reports and sanctions.</summary>
public sealed class ModerationStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Reports = """
        select r.id, coalesce(reporter.name, ''), r.cause, r.note, r.status, r.created_at, r.decided_at, coalesce(r.decided_by, ''), r.reason,
            c.kind, c.region, coalesce(o.title, ''),
            x.id, x.conversation_id, x.number, x.author, p.id, coalesce(p.name, ''), x.part, x.kind, x.text, x.quick,
            x.latitude, x.longitude, x.command_id, x.posted_at, x.hidden_at is not null, x.erased_at is not null
        from chat.report r
            join chat.message x on x.id = r.message_id
            join chat.conversation c on c.id = x.conversation_id
            left join chat.order_state o on o.conversation_id = c.id
            left join chat.person p on p.user_id = x.author
            left join chat.person reporter on reporter.user_id = r.reporter
        """;

    private const string Sanctions = """
        select s.id, s.user_id, p.id, coalesce(p.name, ''), s.kind, coalesce(c.region, ''), s.until, s.reason, s.created_by, s.created_at, s.lifted_at
        from chat.sanction s left join chat.person p on p.user_id = s.user_id left join chat.conversation c on c.id = s.conversation_id
        """;

    /// <summary>A message is reported once by each who does; a second time changes nothing.</summary>
    public static async Task AddReportAsync(
        CommandContext command, long id, long messageId, string cause, string note, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into chat.report (id, message_id, reporter, cause, note, status, created_at) values (@id, @message, @reporter, @cause, @note, 'open', @now)
            on conflict (message_id, reporter) do nothing
            """);
        insert.Set("id", id).Set("message", messageId).Set("reporter", command.Actor.Subject).Set("cause", cause).Set("note", note).Set("now", command.Now.UtcDateTime);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads a report and holds its row until the command ends.</summary>
    public static async Task<ReportRow?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{Reports} where r.id = @id for update of r");
        return (await ReadReportsAsync(select.Set("id", id), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Decides all that is reported of a message.</summary>
    public static async Task DecideAsync(CommandContext command, long messageId, string status, string reason, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update chat.report set status = @status, reason = @reason, decided_at = @now, decided_by = @by where message_id = @message and status = 'open'
            """);
        update.Set("message", messageId).Set("status", status).Set("reason", reason).Set("by", command.Actor.Subject).Set("now", command.Now.UtcDateTime);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="boardId">The board for a ban; null for a mute.</param>
    public static async Task AddSanctionAsync(
        CommandContext command, long id, string user, long? boardId, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into chat.sanction (id, user_id, kind, conversation_id, until, reason, created_at, created_by)
            values (@id, @user, @kind, @board, @until, @reason, @now, @by)
            """);
        insert.Set("id", id).Set("user", user).Set("kind", boardId is null ? "mute" : "ban").Set("board", boardId).Set("until", until.UtcDateTime)
            .Set("reason", reason).Set("now", command.Now.UtcDateTime).Set("by", command.Actor.Subject);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>The sanction as it was; null when there is none.</returns>
    public static async Task<SanctionRow?> LiftAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{Sanctions} where s.id = @id for update of s");
        var known = (await ReadSanctionsAsync(select.Set("id", id), cancellationToken)).SingleOrDefault();
        await using var update = command.Command("update chat.sanction set lifted_at = @now, lifted_by = @by where id = @id and lifted_at is null");
        update.Set("id", id).Set("now", command.Now.UtcDateTime).Set("by", command.Actor.Subject);
        await update.ExecuteNonQueryAsync(cancellationToken);
        return known;
    }

    /// <summary>Reports, the latest first.</summary>
    public async Task<IReadOnlyList<ReportRow>> ListReportsAsync(string status, long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"{Reports} where r.status = @status and r.id < @before order by r.id desc limit @most");
        select.Set("status", status).Set("before", beforeId ?? long.MaxValue).Set("most", most);
        return await ReadReportsAsync(select, cancellationToken);
    }

    /// <summary>What was written around a reported message, oldest first: what is said depends on it.</summary>
    public async Task<IReadOnlyList<MessageRow>> AroundAsync(long reportId, int before, int after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select x.id, x.conversation_id, x.number, x.author, p.id, coalesce(p.name, ''), x.part, x.kind, x.text, x.quick,
                x.latitude, x.longitude, x.command_id, x.posted_at, x.hidden_at is not null, x.erased_at is not null
            from chat.report r
                join chat.message it on it.id = r.message_id
                join chat.message x on x.conversation_id = it.conversation_id and x.number between it.number - @before and it.number + @after
                left join chat.person p on p.user_id = x.author
            where r.id = @id order by x.number
            """);
        select.Set("id", reportId).Set("before", before).Set("after", after);
        return await MessageStore.ReadAsync(select, cancellationToken);
    }

    /// <summary>Sanctions that hold now, the latest first.</summary>
    public async Task<IReadOnlyList<SanctionRow>> ListSanctionsAsync(long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"{Sanctions} where s.lifted_at is null and s.until > @now and s.id < @before order by s.id desc limit @most");
        select.Set("now", time.GetUtcNow().UtcDateTime).Set("before", beforeId ?? long.MaxValue).Set("most", most);
        return await ReadSanctionsAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<ReportRow>> ReadReportsAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var reports = new List<ReportRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            reports.Add(new ReportRow(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), reader.GetString(8),
                reader.GetString(9), reader.GetString(10), reader.GetString(11), MessageStore.Read(reader, 12)));
        }

        return reports;
    }

    private static async Task<IReadOnlyList<SanctionRow>> ReadSanctionsAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var sanctions = new List<SanctionRow>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            sanctions.Add(new SanctionRow(
                reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6), reader.GetString(7), reader.GetString(8), reader.GetFieldValue<DateTimeOffset>(9),
                reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10)));
        }

        return sanctions;
    }
}
