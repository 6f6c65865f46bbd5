using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Orchestration;

/// <summary>Says how a resource becomes a process of this machine, prepared anew at each start.</summary>
/// <param name="plan">Says which program to start, without doing anything to what may run already.</param>
/// <param name="prepare">Makes ready what the program needs; null when it needs nothing.</param>
internal sealed class NativeProcessAnnotation(
    Func<NativeProcessContext, CancellationToken, Task<ProcessSpecification>> plan,
    Func<NativeProcessContext, CancellationToken, Task>? prepare = null) : IResourceAnnotation
{
    public Func<NativeProcessContext, CancellationToken, Task> Prepare { get; } = prepare ?? ((_, _) => Task.CompletedTask);

    public Func<NativeProcessContext, CancellationToken, Task<ProcessSpecification>> Plan { get; } = plan;
}

/// <summary>What is known when a resource becomes a process.</summary>
/// <param name="Services">The application's services.</param>
/// <param name="Logger">Writes to the resource's log.</param>
/// <param name="Arguments">Its arguments, resolved.</param>
/// <param name="Environment">Its variables, resolved.</param>
internal sealed record NativeProcessContext(
    IServiceProvider Services,
    ILogger Logger,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment);
