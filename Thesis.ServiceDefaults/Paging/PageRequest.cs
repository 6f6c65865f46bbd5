using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Which page of a list is asked for: <c>pageSize</c> (1 to 200, 50 when absent) and <c>pageToken</c> of the query. A
/// parameter of this type binds by itself; a wrong value is a 400.
/// </summary>
/// <param name="PageSize">Items a page holds.</param>
/// <param name="After">The cursor values after which the page starts, as given to <see cref="Page"/>; empty for the first page.</param>
public sealed record PageRequest(int PageSize, IReadOnlyList<string> After) : IBindableFromHttpContext<PageRequest>, IEndpointParameterMetadataProvider
{
    /// <summary>The size when none is asked for.</summary>
    public const int DefaultSize = 50;

    /// <summary>The largest size.</summary>
    public const int MaxSize = 200;

    internal const string SizeParameter = "pageSize";
    internal const string TokenParameter = "pageToken";

    private const string TokenRemedy = "must be the nextPageToken of an earlier page of the same list, or absent";

    /// <summary>Rows to fetch: one more than the page holds, which tells whether there is a next page.</summary>
    public int Limit => PageSize + 1;

    /// <summary>The id after which the page starts, for lists ordered by id; null for the first page.</summary>
    /// <exception cref="ProblemException">400 when the token is of a list with another order.</exception>
    public long? AfterId => After switch
    {
        [] => null,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        _ => throw new ProblemException(Problems.Validation(TokenParameter, TokenRemedy)),
    };

    /// <summary>Binds from the query.</summary>
    /// <exception cref="ProblemException">400 when the size is out of range or the token is not one of ours.</exception>
    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var query = context.Request.Query;
        var validation = new Validation();
        var size = DefaultSize;
        if (query[SizeParameter] is { Count: > 0 } sizeText)
        {
            var valid = int.TryParse(sizeText.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= MaxSize;
            validation.Require(valid, SizeParameter, $"must be a whole number from 1 to {MaxSize}");
        }

        string[] after = [];
        if (query[TokenParameter].ToString() is { Length: > 0 } token)
        {
            validation.Require(PageToken.TryDecode(token, out after), TokenParameter, TokenRemedy);
        }

        return validation.Problem is { } problem
            ? throw new ProblemException(problem)
            : ValueTask.FromResult<PageRequest?>(new PageRequest(size, after));
    }

    /// <summary>Marks the endpoint as paged, for its OpenAPI description.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(PagedMetadata.Instance);
}

/// <summary>Marks an endpoint that takes a <see cref="PageRequest"/>.</summary>
internal sealed class PagedMetadata
{
    public static readonly PagedMetadata Instance = new();
}
