using Npgsql;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Data;

/// <summary>The SQL of all that is kept of one person, for export and deletion.</summary>
internal sealed class AccountData(NpgsqlDataSource database)
{
    /// <summary>What is kept of the person, but for secrets; empty when there is no such account.</summary>
    public async Task<GetAccountResponse> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var account = new GetAccountResponse();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select a.display_name, coalesce(a.email, ''), a.email_confirmed, coalesce(a.phone_number, ''),
                array(select r.name from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.user_id = a.id order by r.name)
            from identity.accounts a where a.id = @id
            """).Set("id", id));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select role, organisation, region, phone, statement, status, created_at from identity.membership_requests where account_id = @id order by id
            """).Set("id", id));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        if (await row.ReadAsync(cancellationToken))
        {
            (account.Name, account.Email, account.EmailConfirmed) = (row.GetString(0), row.GetString(1), row.GetBoolean(2));
            account.Roles.AddRange(row.GetFieldValue<string[]>(4));
            account.Phones.AddRange(row.GetString(3) is { Length: > 0 } phone ? [phone] : []);
        }

        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            account.Memberships.Add(new MembershipRecord
            {
                Role = row.GetString(0),
                Organisation = row.GetString(1),
                Region = row.GetString(2),
                Phone = row.GetString(3),
                Statement = row.GetString(4),
                Status = row.GetString(5),
                CreatedEpochMs = row.GetFieldValue<DateTimeOffset>(6).ToUnixTimeMilliseconds(),
            });
        }

        account.Phones.AddRange(account.Memberships.Select(request => request.Phone).Where(phone => phone.Length > 0).Distinct().Except(account.Phones).ToArray());
        return account;
    }

    /// <summary>
    /// Deletes the account with its roles, passkeys, sign-ins and requests, and the mails to it or of it. Tokens that were given out
    /// end with it; access tokens live on for their few minutes.
    /// </summary>
    public static async Task DeleteAsync(CommandContext command, string id, CancellationToken cancellationToken)
    {
        await using var batch = command.Batch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            delete from identity.mails m using identity.accounts a
            where a.id = @id and (lower(m.recipient) = lower(a.email) or strpos(lower(m.body), lower(a.email)) > 0
                or (a.display_name <> '' and strpos(m.body, a.display_name) > 0))
            """).Set("id", id));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            delete from identity.invitations i using identity.accounts a where a.id = @id and lower(i.email) = lower(a.email)
            """).Set("id", id));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.tokens where subject = @id").Set("id", id));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.authorizations where subject = @id").Set("id", id));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from identity.accounts where id = @id").Set("id", id));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
