using System.Text.Json;

namespace Thesis.ServiceDefaults.Tests;

public sealed class IdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(123_456_789_012_345_678)]
    [InlineData(long.MaxValue)]
    public void The_edge_form_reads_back(long value)
    {
        var text = new Id<Kinds.Donation>(value).ToString();

        Assert.Matches("^don_[0-9a-z]{13}$", text);
        Assert.True(Id<Kinds.Donation>.TryParse(text, out var id));
        Assert.Equal(value, id.Value);
    }

    [Fact]
    public void Texts_sort_as_the_numbers_do()
    {
        long[] values = [0, 1, 32, 1_000, 99_999, 1L << 40, (1L << 40) + 1, long.MaxValue - 1, long.MaxValue];

        var texts = values.Select(v => new Id<Kinds.Order>(v).ToString()).ToArray();

        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ord_")]
    [InlineData("0000000000001")]
    [InlineData("dnr_0000000000001")] // another kind's
    [InlineData("ord-0000000000001")]
    [InlineData("ord_000000000001")] // short
    [InlineData("ord_00000000000001")] // long
    [InlineData("ord_000000000000U")] // upper case
    [InlineData("ord_000000000000u")] // not in the alphabet
    [InlineData("ord_8000000000000")] // over 63 bits
    [InlineData("ord_zzzzzzzzzzzzz")]
    public void What_is_no_id_of_the_kind_is_refused(string? text)
    {
        Assert.False(Id<Kinds.Order>.TryParse(text, out _));
    }

    [Fact]
    public void Json_carries_the_edge_form_as_value_and_as_key()
    {
        var id = new Id<Kinds.Ngo>(42);
        var row = new Dictionary<Id<Kinds.Ngo>, Id<Kinds.Ngo>?> { [id] = id };

        var json = JsonSerializer.Serialize(row);

        Assert.Equal("""{"ngo_000000000001a":"ngo_000000000001a"}""", json);
        Assert.Equal(row, JsonSerializer.Deserialize<Dictionary<Id<Kinds.Ngo>, Id<Kinds.Ngo>?>>(json));
    }

    [Fact]
    public void Every_kind_has_its_own_prefix()
    {
        string[] prefixes = [.. typeof(Kinds).GetNestedTypes().Select(k => (string?)k.GetProperty("Prefix")?.GetValue(null) ?? "")];

        Assert.NotEmpty(prefixes);
        Assert.All(prefixes, prefix => Assert.Matches("^[a-z]{3}$", prefix));
        Assert.Equal(prefixes.Length, prefixes.Distinct().Count());
    }
}
