using System.Net;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Tests.BadInput;

/// <summary>A request that an endpoint must refuse.</summary>
/// <param name="Endpoint">The endpoint's name, e.g. "CreateDonation".</param>
/// <param name="What">What is wrong, for the failure's message.</param>
/// <param name="Status">The answer.</param>
/// <param name="Field">The field that the answer must name; null when no field is at fault.</param>
/// <param name="Body">The JSON body; null for none.</param>
/// <param name="Query">The query, with its question mark.</param>
/// <param name="As">Who asks: subject and role; null for a dispatcher, or a service where only services may ask.</param>
/// <param name="Id">The id in the path; null for the scene's thing of the kind that the path names.</param>
public sealed record BadInputCase(
    string Endpoint,
    string What,
    HttpStatusCode Status,
    string? Field = null,
    object? Body = null,
    string Query = "",
    (string Subject, string Role)? As = null,
    string? Id = null);

/// <summary>A service's own cases, and a body that each of its endpoints would accept.</summary>
public interface IBadInputs
{
    /// <summary>Makes what the cases need and says which id stands for each kind in a path.</summary>
    Task<IReadOnlyDictionary<Type, string>> SetAsync(Support.ServicesHost host);

    /// <summary>Acceptable JSON bodies by endpoint name.</summary>
    IReadOnlyDictionary<string, object> GoodBodies { get; }

    IEnumerable<BadInputCase> Cases { get; }
}

/// <summary>Bodies with one thing wrong.</summary>
public static class Bodies
{
    /// <summary><paramref name="good"/> with <paramref name="field"/> (a path such as "place.latitude") set to <paramref name="value"/>.</summary>
    public static Dictionary<string, object?> With(this IReadOnlyDictionary<string, object?> good, string field, object? value)
    {
        var copy = new Dictionary<string, object?>(good);
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            copy[field] = value;
        }
        else
        {
            var inner = (IReadOnlyDictionary<string, object?>?)copy[field[..dot]] ?? new Dictionary<string, object?>();
            copy[field[..dot]] = inner.With(field[(dot + 1)..], value);
        }

        return copy;
    }

    /// <summary>A well-formed id that names nothing.</summary>
    public static string UnknownId<TKind>()
        where TKind : IIdKind => new Id<TKind>(17).ToString();
}
