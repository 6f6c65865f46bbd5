using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;
using Thesis.Services.Users.Api;

namespace Thesis.Services.Tests.Users;

/// <summary>A person gets what is kept of them, and has it deleted in every service.</summary>
public class PersonalDataTests(WholeHost host) : IClassFixture<WholeHost>
{
    private const string Subject = "8c1d5f0e-leaver";
    private const string Name = "Philippa Plantagenet-Okonkwo";
    private const string Email = "Philippa.Planted@example.org";
    private const string Phone = "+1 (213) 555-0177";

    [Fact]
    public async Task Who_leaves_takes_along_name_address_and_number_and_leaves_the_books_whole()
    {
        await PlantAsync();
        using var person = host.As(Subject, Roles.Donor, Roles.Ngo, Roles.Driver);
        var export = await person.GetAsync("/api/v1/me/export").ReadAsync<UserExport>();
        Assert.Equal((Name, Email, "driver"), (export.Account.Name, export.Account.Email, export.Account.Memberships.Single().Role));
        Assert.Equal((Name, Name), (export.Profile.Name, export.Driver?.Name));
        Assert.Equal(["location_tracking"], export.Consents.Select(consent => consent.Kind));
        var found = await TracesAsync();
        Assert.Contains("identity.accounts", found);
        Assert.Contains("donors.donor", found);
        Assert.Contains("orders.drivers", found);
        var audits = await host.ScalarAsync<long>("select count(*) from donors.audit");

        using var answer = await person.PostCommandAsync("/api/v1/me/deletion", new { confirm = true });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Eventually.HoldsAsync("no trace of the person", async () => (await TracesAsync()).Count == 0);
        Assert.Equal("A former driver", await host.ScalarAsync<string>("select name from orders.drivers where user_id like 'deleted-%'"));
        Assert.True(await host.ScalarAsync<long>("select count(*) from donors.audit") > audits);
        Assert.Equal(1L, await host.ScalarAsync<long>("select count(*) from users.audit where action = 'user.deleted' and actor = $1", Subject));
        var contacts = await host.ScalarAsync<string>("select contacts::text from donors.donor where contacts <> '[]' limit 1");
        Assert.Contains("night@example.org", contacts, StringComparison.Ordinal);
    }

    /// <summary>An account with everything that somebody can leave behind: each table that the walk has to find is filled.</summary>
    private async Task PlantAsync()
    {
        await host.ScalarAsync<object>(
            """
            insert into identity.accounts (id, display_name, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number,
                phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ($1, $2, $3, upper($3), $3, upper($3), true, $4, true, false, true, 0)
            """,
            Subject, Name, Email, Phone);
        await host.ScalarAsync<object>(
            """
            insert into identity.membership_requests (id, account_id, role, organisation, region, phone, statement, status, reason, created_at)
            values (1, $1, 'driver', '', 'leavers', $3, 'I am ' || $2, 'pending', '', now())
            """,
            Subject, Name, Phone);
        await host.ScalarAsync<object>(
            "insert into identity.mails (id, recipient, subject, body, created_at) values (1, $1, 'Welcome', 'Welcome ' || $2, now()), (2, 'admin@example.org', 'Asks', $2 || ' asks to join', now())",
            Email, Name);
        using var person = host.As(Subject, Roles.Donor, Roles.Ngo, Roles.Driver);
        await person.PutCommandAsync("/api/v1/me/profile", new { name = Name, language = "en", units = "kg" }, 0).ReadAsync<JsonNode>();
        await person.PostCommandAsync("/api/v1/me/consents", new { kind = "location_tracking", version = "1", given = true }).ReadAsync<JsonNode>(HttpStatusCode.Created);
        await person.PostCommandAsync("/api/v1/drivers", new { name = Name, vehicle = "van", capacityKg = 100, region = "leavers" }).ReadAsync<DriverResponse>(HttpStatusCode.Created);
        foreach (var organisation in (string[])["donors", "ngos"])
        {
            var made = await person.PostCommandAsync($"/api/v1/{organisation}", DonorScenes.Request("leavers")).ReadAsync<JsonNode>(HttpStatusCode.Created);
            object[] contacts = [new { name = Name, phone = Phone, email = Email.ToUpperInvariant() }, new { name = "Night desk", email = "night@example.org" }];
            await person.PutCommandAsync($"/api/v1/{organisation}/{made["id"]}/contacts", new { contacts }, 1).ReadAsync<JsonNode>();
        }

        await Eventually.HoldsAsync("the driver in orders", async () =>
            await host.ScalarAsync<long>("select count(*) from orders.drivers where name = $1", Name) == 1);
    }

    /// <summary>
    /// The tables of every service in which the name, the address or the number stands, as text or as bytes. The event log is left
    /// out: it forgets every event after a day.
    /// </summary>
    private async Task<IReadOnlyList<string>> TracesAsync()
    {
        string[] planted = [Name, Email, Phone];
        var patterns = planted.Append(Email.ToLowerInvariant()).SelectMany(text => new[] { text.ToLowerInvariant(), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)) }).Distinct().ToArray();
        var found = new List<string>();
        foreach (var table in await host.AllTablesAsync())
        {
            if (await host.ScalarAsync<bool>($"select exists (select from {table} t where exists (select from unnest($1) as p where strpos(lower(t::text), p) > 0))", (object)patterns))
            {
                found.Add(table);
            }
        }

        return found;
    }
}
