using Npgsql;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>The SQL of membership requests.</summary>
internal sealed class MembershipStore(NpgsqlDataSource database)
{
    private const string Select = """
        select r.id, r.account_id, a.display_name, coalesce(a.email, ''), r.role, r.organisation, r.region, r.phone, r.statement,
            r.status, r.reason, r.created_at, r.decided_at, r.decided_by
        from identity.membership_requests r join identity.accounts a on a.id = r.account_id
        """;

    /// <returns>False when the account has asked for the role already and waits.</returns>
    public static async Task<bool> AddAsync(CommandContext command, MembershipRequest request, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into identity.membership_requests (id, account_id, role, organisation, region, phone, statement, status, reason, created_at)
            values (@id, @account, @role, @organisation, @region, @phone, @statement, 'pending', '', @now)
            on conflict do nothing
            """);
        insert.Parameters.AddWithValue("id", request.Id);
        insert.Parameters.AddWithValue("account", request.AccountId);
        insert.Parameters.AddWithValue("role", request.Role);
        insert.Parameters.AddWithValue("organisation", request.Organisation);
        insert.Parameters.AddWithValue("region", request.Region);
        insert.Parameters.AddWithValue("phone", request.Phone);
        insert.Parameters.AddWithValue("statement", request.Statement);
        insert.Parameters.AddWithValue("now", command.Now);
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Reads and locks a request until the command ends.</summary>
    public static async Task<MembershipRequest?> FindForUpdateAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{Select} where r.id = @id for update of r");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes a decision; an approval gives the role.</summary>
    public static async Task DecideAsync(CommandContext command, MembershipRequest request, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            update identity.membership_requests set status = @status, reason = @reason, decided_at = @now, decided_by = @actor where id = @id
            """);
        update.Parameters.AddWithValue("id", request.Id);
        update.Parameters.AddWithValue("status", request.Status);
        update.Parameters.AddWithValue("reason", request.Reason);
        update.Parameters.AddWithValue("now", command.Now);
        update.Parameters.AddWithValue("actor", command.Actor.Subject);
        await update.ExecuteNonQueryAsync(cancellationToken);
        if (request.Status == MembershipStatus.Approved)
        {
            await GiveRoleAsync(command, request.AccountId, request.Role, cancellationToken);
        }
    }

    public static async Task GiveRoleAsync(CommandContext command, string account, string role, CancellationToken cancellationToken)
    {
        await using var insert = command.Command("""
            insert into identity.account_roles (user_id, role_id) select @account, id from identity.roles where name = @role on conflict do nothing
            """);
        insert.Parameters.AddWithValue("account", account);
        insert.Parameters.AddWithValue("role", role);
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Requests of people whose address is confirmed, the oldest first.</summary>
    public async Task<IReadOnlyList<MembershipRequest>> ListAsync(string? status, string? region, long? afterId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            {Select}
            where a.email_confirmed and (@status = '' or r.status = @status) and (@region = '' or r.region = @region) and r.id > @after
            order by r.id limit @most
            """);
        select.Parameters.AddWithValue("status", status ?? "");
        select.Parameters.AddWithValue("region", region ?? "");
        select.Parameters.AddWithValue("after", afterId ?? 0);
        select.Parameters.AddWithValue("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    /// <summary>What one account has asked for, the latest first.</summary>
    public async Task<IReadOnlyList<MembershipRequest>> OfAsync(string account, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"{Select} where r.account_id = @account order by r.id desc limit 20");
        select.Parameters.AddWithValue("account", account);
        return await ReadAsync(select, cancellationToken);
    }

    private static async Task<IReadOnlyList<MembershipRequest>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var requests = new List<MembershipRequest>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            requests.Add(new MembershipRequest(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.GetFieldValue<DateTimeOffset>(11),
                reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12), reader.IsDBNull(13) ? null : reader.GetString(13)));
        }

        return requests;
    }
}
