using Npgsql;
using Thesis.Services.Tests.BadInput;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>
/// A value that only a constraint of the database refuses ends as 500. So every check, unique and exclusion constraint of the services is
/// named here with the request that is refused before it, or with why no request can come near it. <see cref="BadInputTests"/>
/// sends those requests.
/// </summary>
public class ConstraintTests(WholeHost host) : IClassFixture<WholeHost>
{
    [Fact]
    public async Task Every_constraint_has_a_request_that_is_refused_before_it()
    {
        var constraints = await ConstraintsAsync();
        var known = Constraints.All;

        NothingOf("not named here", constraints.Except(known.Keys));
        NothingOf("not there any more", known.Keys.Except(constraints));
    }

    [Fact]
    public async Task The_requests_that_are_named_are_sent_by_the_walk_through_bad_input()
    {
        var cases = new HashSet<string>();
        foreach (var service in BadInputTests.NewServices())
        {
            await service.SetAsync(host);
            cases.UnionWith(service.Cases.Where(one => one.Field is not null).Select(one => $"{one.Endpoint} {one.Field}"));
        }

        var named = Constraints.All.Values.Where(reason => !reason.Contains(':', StringComparison.Ordinal)).SelectMany(reason => reason.Split(", ")).Distinct();

        Assert.NotEmpty(named);
        NothingOf("not sent", named.Except(cases));
    }

    private static void NothingOf(string what, IEnumerable<string> found) =>
        Assert.True(!found.Any(), $"These are {what}:\n{string.Join('\n', found.Order(StringComparer.Ordinal))}");

    /// <summary>As "schema.table constraint"; the tables that every schema has are left out.</summary>
    private async Task<IReadOnlyList<string>> ConstraintsAsync()
    {
        await using var select = host.Database.CreateCommand("""
            select format('%s.%s %s', n.nspname, t.relname, c.conname)
            from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
            where n.nspname = any($1) and c.contype in ('c', 'u', 'x') and not t.relispartition
                and t.relname not in ('outbox', 'inbox', 'dead_letters', 'jobs', 'idempotency', 'audit', 'changelog')
            union
            select format('%s.%s %s', n.nspname, t.relname, i.relname)
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
            where n.nspname = any($1) and x.indisunique and not x.indisprimary and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
                and t.relname not in ('outbox', 'inbox', 'dead_letters', 'jobs', 'idempotency', 'audit', 'changelog')
            order by 1
            """);
        select.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ServiceCatalog.All.Select(module => module.Name)] });
        var constraints = new List<string>();
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            constraints.Add(reader.GetString(0));
        }

        return constraints;
    }
}
