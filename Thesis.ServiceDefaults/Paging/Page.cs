namespace Thesis.ServiceDefaults;

/// <summary>One page of a list.</summary>
/// <param name="Items">The page's items, in the list's order.</param>
/// <param name="NextPageToken">Where the next page starts; null on the last page. Opaque.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextPageToken);

/// <summary>Makes pages from rows.</summary>
public static class Page
{
    /// <summary>
    /// A page from the rows that a query with <c>LIMIT page.Limit</c> gave: one row more than the page holds says that
    /// there is another page.
    /// </summary>
    /// <param name="rows">At most <see cref="PageRequest.Limit"/> rows.</param>
    /// <param name="page">What was asked for.</param>
    /// <param name="item">Makes the item of a row.</param>
    /// <param name="cursor">The values a row is ordered by, with a unique one last; <see cref="PageRequest.After"/> gives them back.</param>
    public static Page<T> Of<TRow, T>(IReadOnlyList<TRow> rows, PageRequest page, Func<TRow, T> item, Func<TRow, string[]> cursor)
    {
        var more = rows.Count > page.PageSize;
        var count = more ? page.PageSize : rows.Count;
        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = item(rows[i]);
        }

        return new Page<T>(items, more ? PageToken.Encode(cursor(rows[count - 1])) : null);
    }

    /// <summary>A page of a list ordered by id; <see cref="PageRequest.AfterId"/> gives the cursor back.</summary>
    public static Page<T> Of<TRow, T>(IReadOnlyList<TRow> rows, PageRequest page, Func<TRow, T> item, Func<TRow, long> id) =>
        Of(rows, page, item, row => [id(row).ToString()]);
}
