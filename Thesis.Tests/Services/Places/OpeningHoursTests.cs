using Thesis.Services.Places;

namespace Thesis.Services.Tests.Places;

public class OpeningHoursTests
{
    [Theory]
    [InlineData("Mon 08:00-23:00; Tue 08:00-23:00", "Mon 08:00-23:00; Tue 08:00-23:00")]
    [InlineData(" Mon 08:00-23:00 ;Tues 09:00-11:00; ", "Mon 08:00-23:00; Tue 09:00-11:00")]
    [InlineData("Fri2nd 15:00-17:00; Fri4th 15:00-17:00", "Fri2nd 15:00-17:00; Fri4th 15:00-17:00")]
    [InlineData("Wednesday 05:00-02:00", "Wed 05:00-02:00")]
    [InlineData("Sun 00:00-24:00", "Sun 00:00-24:00")]
    [InlineData("SatLast 09:00-11:00", "SatLast 09:00-11:00")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Hours_are_written_in_one_form(string? text, string expected)
    {
        Assert.True(OpeningHours.TryNormalise(text, out var normal));
        Assert.Equal(expected, normal);
    }

    [Theory]
    [InlineData("whenever")]
    [InlineData("Mon 8:00-23:00")]
    [InlineData("Mon 08:00-25:00")]
    [InlineData("Mon 08:60-09:00")]
    [InlineData("Mon6th 08:00-09:00")]
    [InlineData("Mon 08:00-23:00\n")]
    [InlineData("Mon 08:00-23:00, Tue 08:00-23:00")]
    public void Other_text_is_refused(string text) => Assert.False(OpeningHours.TryNormalise(text.Replace("\n", "\u0001", StringComparison.Ordinal), out _));
}
