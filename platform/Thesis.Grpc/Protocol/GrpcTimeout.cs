using System.Globalization;

namespace Thesis.Grpc.Protocol;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;

    /// <summary>The longest time that a timer can be set for; a longer timeout is as good as none.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Rounds up to the finest unit that fits, so that the server never gives up before the client.</summary>
    public static string Encode(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        return Fit(ticks, 10, "u") ?? Fit(ticks, TimeSpan.TicksPerMillisecond, "m") ?? Fit(ticks, TimeSpan.TicksPerSecond, "S")
            ?? Fit(ticks, TimeSpan.TicksPerMinute, "M") ?? Fit(ticks, TimeSpan.TicksPerHour, "H") ?? $"{MaxDigits}H";
    }

    public static bool TryDecode(string value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > 9
            || !long.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        var ticks = value[^1] switch
        {
            'n' => (amount + 99) / 100,
            'u' => amount * 10,
            'm' => amount * TimeSpan.TicksPerMillisecond,
            'S' => amount * TimeSpan.TicksPerSecond,
            'M' => amount * TimeSpan.TicksPerMinute,
            'H' => amount * TimeSpan.TicksPerHour,
            _ => -1,
        };
        timeout = TimeSpan.FromTicks(Math.Min(ticks, Longest.Ticks));
        return ticks >= 0;
    }

    private static string? Fit(long ticks, long ticksPerUnit, string unit)
    {
        var amount = (ticks - 1) / ticksPerUnit + 1;
        return amount <= MaxDigits ? amount.ToString(CultureInfo.InvariantCulture) + unit : null;
    }
}
