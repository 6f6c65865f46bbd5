using System.Reflection;
using Thesis.OptEngine.Solving;
using Xunit.Sdk;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>Runs a theory with the solver of a name; skipped, saying what would bring it, where it is not present.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
[DataDiscoverer("Xunit.Sdk.DataDiscoverer", "xunit.core")]
public sealed class SolverAttribute : DataAttribute
{
    private readonly string _name;

    public SolverAttribute(string name)
    {
        _name = name;
        if (SolverCatalogue.Find(name, out string missing) is null)
        {
            Skip = missing;
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_name]];
}
