namespace Thesis.Redis.Tests;

public sealed class RedisOptionsTests
{
    [Fact]
    public void A_connection_string_as_Aspire_writes_it_is_read()
    {
        var options = RedisOptions.Parse("cache.example:6380,password=a=b/c,ssl=true,user=app");

        Assert.Equal(("cache.example", 6380, "a=b/c", true, "app"), (options.Host, options.Port, options.Password, options.Ssl, options.User));
    }

    [Fact]
    public void Settings_of_the_client_it_stands_for_are_read_or_known()
    {
        var options = RedisOptions.Parse(
            "localhost,abortConnect=false,connectTimeout=1500,asyncTimeout=700,keepAlive=9,name=web,defaultDatabase=3,sslHost=x.example");

        Assert.Equal(6379, options.Port);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(700), options.CommandTimeout);
        Assert.Equal(TimeSpan.FromSeconds(9), options.KeepAlive);
        Assert.Equal(("web", 3, "x.example"), (options.ClientName, options.Database, options.SslHost));
    }

    [Theory]
    [InlineData("[::1]:6390", "::1", 6390)]
    [InlineData("[::1]", "::1", 6379)]
    [InlineData("redis", "redis", 6379)]
    public void An_endpoint_may_be_a_name_or_an_address(string text, string host, int port)
    {
        var options = RedisOptions.Parse(text);

        Assert.Equal((host, port), (options.Host, options.Port));
    }

    [Theory]
    [InlineData("password=secret", "no endpoint")]
    [InlineData("a:1,b:2", "more than one endpoint")]
    [InlineData("a:0", "1 to 65535")]
    [InlineData("a:secret", "1 to 65535")]
    [InlineData("a:1,ssl=secret", "'ssl'")]
    [InlineData("a:1,connectTimeout=secret", "'connectTimeout'")]
    [InlineData("a:1,keepAlive=secret", "'keepAlive'")]
    [InlineData("a:1,pasword=secret", "'pasword'")]
    public void A_bad_connection_string_is_refused_by_name_and_never_repeated(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => RedisOptions.Parse(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_print_their_address_alone() =>
        Assert.Equal("h:1", RedisOptions.Parse("h:1,password=secret,user=u").ToString());

    [Fact]
    public void Options_out_of_range_are_refused_before_connecting() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RedisConnection.Create(new RedisOptions { CommandTimeout = TimeSpan.Zero }));
}
