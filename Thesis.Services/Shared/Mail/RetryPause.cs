namespace Thesis.Services.Shared.Mail;

/// <summary>How long to wait before something is sent again: doubling, with up to a quarter of chance so that what failed together does not come back together.</summary>
public sealed record RetryPause(TimeSpan First, TimeSpan Longest)
{
    /// <param name="attempts">Attempts so far, 1 or more.</param>
    public TimeSpan After(int attempts)
    {
        var pause = First * Math.Pow(2, attempts - 1);
        return (pause < Longest ? pause : Longest) * (1 + (Random.Shared.NextDouble() / 4));
    }
}
