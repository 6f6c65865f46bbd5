using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>The SQL of invitations.</summary>
internal sealed class InvitationStore(NpgsqlDataSource database)
{
    /// <summary>Invitations that an organisation may have open at once.</summary>
    public const int MostOpen = 50;

    private const string Columns = "id, organisation, email, role, status, key, invited_by, by_operator, created_at, expires_at, accepted_by, accepted_at";

    /// <summary>Writes an invitation; one to the same address that has expired makes room.</summary>
    /// <returns>False when one to the address is open, or the organisation has as many as it may.</returns>
    public static async Task<bool> AddAsync(CommandContext command, Invitation invitation, CancellationToken cancellationToken)
    {
        await using var makeRoom = command.Command("""
            update identity.invitations set status = 'revoked'
            where organisation = @organisation and lower(email) = lower(@email) and status = 'pending' and expires_at <= @now
            """);
        makeRoom.Parameters.AddWithValue("organisation", invitation.Organisation);
        makeRoom.Parameters.AddWithValue("email", invitation.Email);
        makeRoom.Parameters.AddWithValue("now", command.Now);
        await makeRoom.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = command.Command($"""
            insert into identity.invitations ({Columns})
            select @id, @organisation, @email, @role, 'pending', @key, @invitedBy, @byOperator, @createdAt, @expiresAt, null, null
            where (select count(*) from identity.invitations where organisation = @organisation and status = 'pending') < @most
            on conflict do nothing
            """);
        insert.Parameters.AddWithValue("id", invitation.Id);
        insert.Parameters.AddWithValue("organisation", invitation.Organisation);
        insert.Parameters.AddWithValue("email", invitation.Email);
        insert.Parameters.AddWithValue("role", invitation.Role);
        insert.Parameters.AddWithValue("key", invitation.Key);
        insert.Parameters.AddWithValue("invitedBy", invitation.InvitedBy);
        insert.Parameters.AddWithValue("byOperator", invitation.ByOperator);
        insert.Parameters.AddWithValue("createdAt", invitation.CreatedAt);
        insert.Parameters.AddWithValue("expiresAt", invitation.ExpiresAt);
        insert.Parameters.AddWithValue("most", MostOpen);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Reads and locks an invitation until the command ends.</summary>
    public static async Task<Invitation?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"select {Columns} from identity.invitations where id = @id for update");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes what may change of it; the row must be locked.</summary>
    public static async Task UpdateAsync(CommandContext command, Invitation invitation, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update identity.invitations
            set status = @status, key = @key, expires_at = @expiresAt, accepted_by = @acceptedBy, accepted_at = @acceptedAt
            where id = @id
            """);
        update.Parameters.AddWithValue("id", invitation.Id);
        update.Parameters.AddWithValue("status", invitation.Status);
        update.Parameters.AddWithValue("key", invitation.Key);
        update.Parameters.AddWithValue("expiresAt", invitation.ExpiresAt);
        update.Parameters.AddWithValue("acceptedBy", (object?)invitation.AcceptedBy ?? DBNull.Value);
        update.Parameters.AddWithValue("acceptedAt", (object?)invitation.AcceptedAt ?? DBNull.Value);
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether who invited may still do so: they lead the organisation, or invited as an operator and are one.</summary>
    public static async Task<bool> InviterMayAsync(CommandContext command, Invitation invitation, CancellationToken cancellationToken)
    {
        await using var select = command.Command("""
            select exists (select from identity.organisations where id = @organisation and managers @> array[@inviter] and not staff @> array[@inviter])
                or @byOperator and exists (
                    select from identity.account_roles ar join identity.roles r on r.id = ar.role_id
                    where ar.user_id = @inviter and r.name in ('dispatcher', 'admin'))
            """);
        select.Parameters.AddWithValue("organisation", invitation.Organisation);
        select.Parameters.AddWithValue("inviter", invitation.InvitedBy);
        select.Parameters.AddWithValue("byOperator", invitation.ByOperator);
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    public async Task<Invitation?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"select {Columns} from identity.invitations where id = @id");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Invitations, the latest first.</summary>
    /// <param name="leader">Only those to organisations that this user may invite to; null for all.</param>
    public async Task<IReadOnlyList<Invitation>> ListAsync(string? leader, string? organisation, long? beforeId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            select {Columns} from identity.invitations i
            where id < @before and (@organisation = '' or organisation = @organisation)
                and (@leader = '' or exists (
                    select from identity.organisations o where o.id = i.organisation and o.managers @> array[@leader] and not o.staff @> array[@leader]))
            order by id desc limit @most
            """);
        select.Parameters.AddWithValue("before", beforeId ?? long.MaxValue);
        select.Parameters.AddWithValue("organisation", organisation ?? "");
        select.Parameters.AddWithValue("leader", leader ?? "");
        select.Parameters.AddWithValue("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<Invitation>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        var invitations = new List<Invitation>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            invitations.Add(new Invitation(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.GetBoolean(7), reader.GetFieldValue<DateTimeOffset>(8), reader.GetFieldValue<DateTimeOffset>(9),
                reader.IsDBNull(10) ? null : reader.GetString(10), reader.IsDBNull(11) ? null : reader.GetFieldValue<DateTimeOffset>(11)));
        }

        return invitations;
    }
}
