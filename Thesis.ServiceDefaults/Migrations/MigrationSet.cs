using System.Reflection;

namespace Thesis.ServiceDefaults;

/// <summary>The scripts of one schema.</summary>
internal sealed record MigrationSet(string Schema, Assembly? Assembly, string? ResourcePrefix, bool CommonTables);
