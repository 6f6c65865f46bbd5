using Npgsql;

namespace Thesis.Services.Shared.Places;

/// <summary>The SQL that takes a person who leaves out of donors and NGOs.</summary>
internal static class FormerPeople
{
    /// <summary>
    /// Removes the person from the managers, and the contacts whose address or telephone number is the person's, of every row that
    /// has them. The numbers are known by their hashes alone.
    /// </summary>
    /// <param name="table">The table with schema, e.g. "donors.donor".</param>
    public static string Forget(string table) => $"""
        update {table} as place
        set version = version + 1, updated_at = @now, managers = array_remove(managers, @user), staff = array_remove(staff, @user),
            contacts = {Others("contacts")},
            locations = coalesce((
                select jsonb_agg(jsonb_set(location, '{"{contacts}"}', {Others("location->'contacts'")}) order by place_number)
                from jsonb_array_elements(locations) with ordinality as l (location, place_number)), '[]')
        where managers @> array[@user] or exists (
            select from jsonb_array_elements(contacts || jsonb_path_query_array(locations, '$[*].contacts[*]')) as c (contact) where {IsTheirs})
        """;

    /// <summary>The contacts of a JSON array that are not the person's.</summary>
    private static string Others(string contacts) =>
        $"coalesce((select jsonb_agg(contact order by number) from jsonb_array_elements({contacts}) with ordinality as c (contact, number) where not ({IsTheirs})), '[]')";

    private const string IsTheirs = """
        encode(sha256(convert_to(lower(coalesce(contact->>'email', '')), 'UTF8')), 'hex') = any(@hashes)
        or encode(sha256(convert_to(regexp_replace(coalesce(contact->>'phone', ''), '[^0-9]', '', 'g'), 'UTF8')), 'hex') = any(@hashes)
        """;

    public static void Bind(NpgsqlCommand update, string userId, string[] contactHashes, DateTimeOffset now) =>
        update.Set("user", userId).Set("hashes", contactHashes).Set("now", now);
}
