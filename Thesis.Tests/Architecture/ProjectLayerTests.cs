namespace Thesis.Architecture.Tests;

public sealed class ProjectLayerTests
{
    [Fact]
    public async Task Every_project_is_built_only_on_what_lies_below_it()
    {
        Assert.Empty(ProjectLayers.Violations(await Repository.FilesAsync()));
    }

    [Theory]
    [InlineData("Thesis.Contracts/Thesis.Contracts.csproj", "<ProjectReference Include=\"$(RepoRoot)Thesis.ServiceDefaults/Thesis.ServiceDefaults.csproj\" />")]
    [InlineData("Thesis.Services/Thesis.Services.csproj", "<ProjectReference Include=\"$(RepoRoot)Thesis.OptEngine/Thesis.OptEngine.csproj\" />")]
    public void What_reaches_up_or_sideways_is_found(string path, string text) =>
        Assert.Single(ProjectLayers.Violations([new SourceFile(path, text)]));
}
