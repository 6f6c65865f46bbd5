using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Tests.Support;

/// <summary>Finds processes that a test started by a mark in their command lines.</summary>
internal static class Family
{
    public static int Count(string mark) => ProcessTable.All().Count(id =>
        id != Environment.ProcessId && ProcessTable.CommandLine(id) is { } line && line.Contains(mark, StringComparison.Ordinal) && ProcessTable.StartTime(id) is not null);
}
