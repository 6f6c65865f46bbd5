using System.Diagnostics;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Tests.Serving;

/// <summary>An engine in a process of its own, as the AppHost starts it, to be killed.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    /// <param name="database">Where its event log is; the connection string names the worker.</param>
    /// <param name="authority">The identity provider.</param>
    public static WorkerProcess Start(string database, string authority)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(RequestSolver).Assembly.GetName().Name + ".dll"));
        start.Environment["ConnectionStrings__thesisdb"] = database;
        start.Environment["Authentication__Authority"] = authority;
        start.Environment["Engine__MaxConcurrency"] = "1";
        start.Environment["Engine__MaxJobsAhead"] = "0";
        start.Environment["URLS"] = "http://127.0.0.1:0";
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new WorkerProcess(process);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Kills it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
