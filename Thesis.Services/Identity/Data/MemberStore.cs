using Npgsql;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>An account as administrators see it.</summary>
internal sealed record Member(string Id, string Name, string Email, IReadOnlyList<string> Roles, bool IsSuspended);

/// <summary>The SQL of members: accounts with their roles.</summary>
internal sealed class MemberStore(NpgsqlDataSource database)
{
    private const string Select = """
        select a.id, a.display_name, coalesce(a.email, ''), coalesce(a.lockout_end >= @suspended, false),
            array(select r.name from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.user_id = a.id order by r.name)
        from identity.accounts a
        """;

    /// <summary>Members by id.</summary>
    /// <param name="query">Part of a name or address; null for all.</param>
    public async Task<IReadOnlyList<Member>> ListAsync(string? query, string? role, string? afterId, int most, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand($"""
            {Select}
            where a.id > @after
                and (@query = '' or strpos(lower(a.display_name), lower(@query)) > 0 or strpos(lower(coalesce(a.email, a.user_name, '')), lower(@query)) > 0)
                and (@role = '' or exists (
                    select 1 from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.user_id = a.id and r.name = @role))
            order by a.id limit @most
            """);
        select.Parameters.AddWithValue("after", afterId ?? "");
        select.Parameters.AddWithValue("query", query ?? "");
        select.Parameters.AddWithValue("role", role ?? "");
        select.Parameters.AddWithValue("most", most);
        return await ReadAsync(select, cancellationToken);
    }

    /// <summary>How those can be reached who have a confirmed address and are not suspended.</summary>
    public async Task<IReadOnlyList<Contact>> ContactsAsync(string[] ids, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("""
            select id, display_name, email from identity.accounts
            where id = any (@ids) and email_confirmed and email is not null and coalesce(lockout_end < @suspended, true)
            """);
        select.Parameters.AddWithValue("ids", ids);
        select.Parameters.AddWithValue("suspended", Account.SuspendedUntil);
        var contacts = new List<Contact>();
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            contacts.Add(new Contact { UserId = reader.GetString(0), Name = reader.GetString(1), Email = reader.GetString(2) });
        }

        return contacts;
    }

    /// <summary>Reads and locks a member until the command ends.</summary>
    public static async Task<Member?> FindForUpdateAsync(CommandContext command, string id, CancellationToken cancellationToken)
    {
        await using var select = command.Command($"{Select} where a.id = @id for update of a");
        select.Parameters.AddWithValue("id", id);
        return (await ReadAsync(select, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Writes a member's roles and suspension, and ends all its sign-ins.</summary>
    public static async Task UpdateAsync(CommandContext command, Member member, CancellationToken cancellationToken)
    {
        await using var update = command.Command("""
            with gone as (
                delete from identity.account_roles ar using identity.roles r
                where ar.user_id = @id and r.id = ar.role_id and r.name <> all (@roles)),
            added as (
                insert into identity.account_roles (user_id, role_id) select @id, id from identity.roles where name = any (@roles) on conflict do nothing)
            update identity.accounts
            set security_stamp = @stamp, concurrency_stamp = @stamp,
                lockout_end = case when @isSuspended then @suspended when lockout_end >= @suspended then null else lockout_end end
            where id = @id
            """);
        update.Parameters.AddWithValue("id", member.Id);
        update.Parameters.AddWithValue("roles", member.Roles.ToArray());
        update.Parameters.AddWithValue("isSuspended", member.IsSuspended);
        update.Parameters.AddWithValue("suspended", Account.SuspendedUntil);
        update.Parameters.AddWithValue("stamp", Guid.NewGuid().ToString("n"));
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<Member>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        command.Parameters.AddWithValue("suspended", Account.SuspendedUntil);
        var members = new List<Member>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(new Member(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<string[]>(4), reader.GetBoolean(3)));
        }

        return members;
    }
}
