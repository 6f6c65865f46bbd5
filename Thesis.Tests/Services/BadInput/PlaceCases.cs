using System.Net;

namespace Thesis.Services.Tests.BadInput;

/// <summary>What donors and NGOs have in common.</summary>
internal static class PlaceCases
{
    public static IEnumerable<BadInputCase> For(string endpoint, IReadOnlyDictionary<string, object?> good)
    {
        (string Field, object? Value)[] wrong =
        [
            ("name", null), ("name", ""), ("name", "   "), ("name", new string('x', 201)), ("name", "a\u0000b"), ("name", 7), ("name", "line\nbreak"),
            ("kind", null), ("kind", new string('x', 41)),
            ("place", null), ("place", "here"),
            ("place.latitude", null), ("place.latitude", 90.001), ("place.latitude", -1e300), ("place.latitude", "34.05"),
            ("place.longitude", 180.001), ("place.longitude", -181), ("place.longitude", true),
            ("place.address", new string('x', 301)), ("place.address", "a\u0000"),
            ("place.region", null), ("place.region", ""), ("place.region", "Los Angeles"), ("place.region", new string('x', 41)), ("place.region", "a\n"),
            ("openingHours", "whenever"), ("openingHours", "Mon 25:00-26:00"), ("openingHours", new string(' ', 501)),
            ("managers", new[] { "a b" }), ("managers", new string?[] { null }), ("managers", "user-donor1"),
            ("managers", Enumerable.Range(0, 21).Select(i => $"user-{i}").ToArray()),
        ];
        return wrong.Select(one => new BadInputCase(
            endpoint,
            $"{one.Field} = {(one.Value is string text ? $"'{text[..Math.Min(text.Length, 20)]}'" : one.Value)}",
            HttpStatusCode.BadRequest,
            one.Field,
            good.With(one.Field, one.Value)));
    }
}
