using Npgsql;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Data;

/// <summary>How a run reads from its row, and the names of its states; the list and the reader change together.</summary>
internal static class RunRow
{
    public const string Columns = """
        r.id, r.region, r.day, r.status, r.cause, r.requested_by, r.requested_at, r.completed_at, r.strategy_version,
        r.donations, r.ngos, r.offered_grams, r.solver_status, r.solver_version, r.objective, r.bound, r.gap, r.solve_ms,
        r.allocated_grams, r.lots, r.dropped, r.refused, r.reason, r.stopped_by
        """;

    public static readonly IReadOnlyList<string> Statuses = ["requested", "completed", "failed"];

    private static readonly string[] Causes = ["change", "timer", "request"];

    public static string Name(this RunStatus status) => Statuses[(int)status];

    public static string Name(this RunCause cause) => Causes[(int)cause];

    public static RunCause ParseCause(string name) => (RunCause)Array.IndexOf(Causes, name);

    public static AllocationRun Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Region = row.GetString(1),
        Day = row.GetFieldValue<DateOnly>(2),
        Status = (RunStatus)Statuses.ToList().IndexOf(row.GetString(3)),
        Cause = ParseCause(row.GetString(4)),
        RequestedBy = row.GetString(5),
        RequestedAt = row.GetFieldValue<DateTimeOffset>(6),
        CompletedAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        StrategyVersion = row.GetString(8),
        Donations = row.GetInt32(9),
        Ngos = row.GetInt32(10),
        OfferedGrams = row.GetInt64(11),
        SolverStatus = row.IsDBNull(12) ? null : row.GetString(12),
        SolverVersion = row.IsDBNull(13) ? null : row.GetString(13),
        Objective = row.IsDBNull(14) ? null : row.GetDouble(14),
        Bound = row.IsDBNull(15) ? null : row.GetDouble(15),
        Gap = row.IsDBNull(16) ? null : row.GetDouble(16),
        SolveMs = row.IsDBNull(17) ? null : row.GetInt32(17),
        AllocatedGrams = row.GetInt64(18),
        Lots = row.GetInt32(19),
        Dropped = row.GetInt32(20),
        Refused = row.GetInt32(21),
        Reason = row.GetString(22),
        StoppedBy = row.GetString(23),
    };
}
