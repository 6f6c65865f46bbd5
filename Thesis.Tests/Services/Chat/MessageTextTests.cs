using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Tests.Chat;

/// <summary>What a message may say, and what of it is masked.</summary>
public class MessageTextTests
{
    private static readonly ChatOptions s_options = new() { RefusedWords = ["scoundrel", "bad apple"] };

    [Theory]
    [InlineData("Call +1 213 555 0100 please", "Call +• ••• ••• ••00 please")]
    [InlineData("(213) 555-0100", "(•••) •••-••00")]
    [InlineData("213.555.0100", "•••.•••.••00")]
    [InlineData("٠١٢٣٤٥٦٧٨٩", "••••••••٨٩")]
    [InlineData("0151-2345678 or 030/1234567", "••••-•••••78 or •••/•••••67")]
    [InlineData("12 crates, 25 kg, from 18:30 to 19:00", "12 crates, 25 kg, from 18:30 to 19:00")]
    [InlineData("On 2026-12-01 or 24.12.2026 at 1234 Main St 90001", "On 2026-12-01 or 24.12.2026 at 1234 Main St 90001")]
    [InlineData("2026-12-01 18:30", "2026-12-01 18:30")]
    public void Telephone_numbers_are_masked_and_other_numbers_are_not(string text, string expected) => Assert.Equal(expected, PhoneNumbers.Mask(text));

    [Theory]
    [InlineData("Which door?")]
    [InlineData("First line\nsecond line")]
    [InlineData("<script>alert(1)</script> is only text")]
    [InlineData("👨‍👩‍👧‍👦 नमस्ते مرحبا")]
    [InlineData("See https://www.openstreetmap.org/#map=19/52.5/13.4")]
    [InlineData("A scoundrels' ball")]
    [InlineData("Well.I am late")]
    public void What_people_write_is_taken(string text) => Assert.Null(MessageText.Fault(MessageText.Tidy(text), s_options));

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("  \n ", "must not be empty")]
    [InlineData("a\u202Eb", "direction-changing")]
    [InlineData("a\u200Bb", "invisible")]
    [InlineData("a\u0007b", "control characters")]
    [InlineData("a\uD800b", "cannot be read")]
    [InlineData("You SCÖUNDREL!", "'scoundrel'")]
    [InlineData("such a bad-apple", "'bad apple'")]
    [InlineData("https://evil.example/x", "'https://evil.example/x'")]
    [InlineData("www.evil.example", "'www.evil.example'")]
    [InlineData("look at win-money.xyz now", "'win-money.xyz'")]
    [InlineData("https://openstreetmap.org.evil.example/", "not allowed")]
    [InlineData("https://openstreetmap.org@evil.example/", "not allowed")]
    [InlineData("javascript://openstreetmap.org.evil.com/%0aalert(1)", "not allowed")]
    public void What_harms_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, MessageText.Fault(MessageText.Tidy(text), s_options), StringComparison.Ordinal);

    [Fact]
    public void A_limit_counts_characters_as_people_do()
    {
        Assert.Null(MessageText.Fault(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", MessageText.MostCharacters / 2)), s_options));
        Assert.Contains("at most 2000", MessageText.Fault(new string('a', MessageText.MostCharacters + 1), s_options), StringComparison.Ordinal);
        Assert.Contains("at most 50 lines", MessageText.Fault(string.Join('\n', Enumerable.Repeat("a", 51)), s_options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomato crate", "'tomato':* & 'crate':*")]
    [InlineData("'); drop --", "'drop':*")]
    [InlineData("खाना", "'खाना':*")]
    [InlineData(" & | ! ", null)]
    public void A_search_takes_words_and_nothing_else(string typed, string? expected) => Assert.Equal(expected, Wording.SearchQuery(typed));
}
