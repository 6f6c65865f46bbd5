using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Tests;

public sealed class TimeoutTests
{
    [Theory]
    [InlineData(0, "1u")]
    [InlineData(1, "1u")]
    [InlineData(15, "2u")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerHour, "3600000m")]
    [InlineData(TimeSpan.TicksPerHour + 1, "3600001m")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_the_finest_unit_of_eight_digits_rounded_up(long ticks, string expected) =>
        Assert.Equal(expected, GrpcTimeout.Encode(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("250u", 2_500)]
    [InlineData("7m", 70_000)]
    [InlineData("3S", 3 * TimeSpan.TicksPerSecond)]
    [InlineData("2M", 2 * TimeSpan.TicksPerMinute)]
    [InlineData("1H", TimeSpan.TicksPerHour)]
    [InlineData("0S", 0)]
    public void A_timeout_is_read_in_every_unit(string text, long expectedTicks)
    {
        Assert.True(GrpcTimeout.TryDecode(text, out var timeout));
        Assert.Equal(expectedTicks, timeout.Ticks);
    }

    [Fact]
    public void A_timeout_longer_than_a_timer_can_be_set_for_is_cut_to_it()
    {
        Assert.True(GrpcTimeout.TryDecode("99999999H", out var timeout));
        Assert.Equal(GrpcTimeout.Longest, timeout);
    }
}
