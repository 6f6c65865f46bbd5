namespace Thesis.Hosting.Processes;

/// <summary>A program of this machine that a resource's process is.</summary>
internal interface IRunningProcess : IDisposable
{
    /// <summary>The id of the process and of its group.</summary>
    int Id { get; }

    /// <summary>When it was started, if that was not by this run.</summary>
    DateTime? StartedEarlier { get; }

    /// <summary>Whether it goes on when the application ends.</summary>
    bool OutlivesApplication { get; }

    /// <summary>Waits for its end; the exit code, or null where that is not known.</summary>
    Task<int?> WaitForExitAsync();

    /// <summary>Asks it to end, and kills it with everything it started when the grace is over.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Strikes it from the books once it has ended.</summary>
    void Ended();
}
