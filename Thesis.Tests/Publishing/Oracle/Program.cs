using Thesis.Publishing.Tests.Oracle;

// Renews what Aspire says, where its packages restore:
//   dotnet run --project Thesis.Tests/Publishing/Oracle -- --operation publish --step publish-manifest \
//     --output-path "$PWD/Thesis.Tests/Publishing/Golden/written-by-aspire.json"
// Paths are of a directory that is made anew, so the files beside the AppHost are the test's own.
var root = Directory.CreateTempSubdirectory("thesis-oracle-").FullName;
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = [.. args.Select(a => a.EndsWith(".json", StringComparison.Ordinal) ? Path.Combine(root, OracleModel.AppHost, "aspire-manifest.json") : a)],
    ProjectDirectory = Directory.CreateDirectory(Path.Combine(root, OracleModel.AppHost)).FullName,
});
OracleModel.Add(builder, root);
builder.Build().Run();
File.Copy(Path.Combine(root, OracleModel.AppHost, "aspire-manifest.json"), args.Single(a => a.EndsWith(".json", StringComparison.Ordinal)), overwrite: true);
Directory.Delete(root, recursive: true);
