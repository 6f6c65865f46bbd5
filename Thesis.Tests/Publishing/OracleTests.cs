using Thesis.Publishing.Tests.Oracle;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>Aspire itself says what is right: <c>Oracle/Program.cs</c> tells how its manifest is renewed.</summary>
public sealed class OracleTests
{
    [Fact]
    public async Task One_of_nearly_everything_is_written_as_Aspire_writes_it()
    {
        using var sample = new SampleApplication(OracleModel.AppHost);
        OracleModel.Add(sample.Builder, sample.Root);

        var golden = Path.Combine(Repository.Root, "Thesis.Tests", "Publishing", "Golden", "written-by-aspire.json");
        Assert.Equal(await File.ReadAllTextAsync(golden), await sample.ManifestAsync());
    }
}
