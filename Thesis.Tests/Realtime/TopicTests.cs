using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Tests;

public sealed class TopicTests
{
    [Theory]
    [InlineData("user:user-donor1")]
    [InlineData("region:los-angeles")]
    [InlineData("announcements:zurich")]
    public void A_topic_names_what_it_is_about(string text) => Assert.True(Topic.TryParse(text, out _, out _));

    [Fact]
    public void An_id_must_be_of_the_topics_kind()
    {
        var order = new Id<Kinds.Order>(7).ToString();

        Assert.True(Topic.TryParse($"order:{order}", out _, out _));
        Assert.False(Topic.TryParse($"donation:{order}", out _, out var reason));
        Assert.Contains("'don_'", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("order")]
    [InlineData("order:")]
    [InlineData("order:7")]
    [InlineData("Order:ord_0000000000007")]
    [InlineData("everything:*")]
    [InlineData("region:")]
    [InlineData("region:Los Angeles")]
    [InlineData("region:a\"b")]
    [InlineData("user:a\"b")]
    [InlineData("user:a\nb")]
    public void What_is_no_topic_is_refused_with_a_remedy(string? text)
    {
        Assert.False(Topic.TryParse(text, out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Endless_names_are_refused() => Assert.False(Topic.TryParse("user:" + new string('a', 129), out _, out _));
}
