namespace Thesis.Services.Tests.Orders;

/// <summary>The real clock, which a test may set ahead. Timers run as they do; what asks for the time gets the moved one.</summary>
public sealed class MovableTime : TimeProvider
{
    private long aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref aheadTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);
}
