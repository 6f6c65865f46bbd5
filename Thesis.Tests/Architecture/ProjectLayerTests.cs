namespace Thesis.Architecture.Tests;

public sealed class ProjectLayerTests
{
    [Fact]
    public async Task Every_project_is_built_only_on_what_lies_below_it()
    {
        Assert.Empty(ProjectLayers.Violations(await Repository.FilesAsync()));
    }

    [Theory]
    [InlineData("platform/A/A.csproj", "<ProjectReference Include=\"$(RepoRoot)Thesis.Contracts/Thesis.Contracts.csproj\" />")]
    [InlineData("platform/A/A.csproj", "<ProjectReference Include=\"../../Thesis.Contracts/Thesis.Contracts.csproj\" />")]
    [InlineData("platform/A/A.cs", "using Thesis.Contracts;")]
    [InlineData("Thesis.Contracts/Thesis.Contracts.csproj", "<ProjectReference Include=\"$(RepoRoot)platform/A/A.csproj\" />")]
    [InlineData("Thesis.Services/Thesis.Services.csproj", "<ProjectReference Include=\"$(RepoRoot)Thesis.OptEngine/Thesis.OptEngine.csproj\" />")]
    public void What_reaches_up_or_sideways_is_found(string path, string text) =>
        Assert.Single(ProjectLayers.Violations([new SourceFile(path, text)]));

    [Fact]
    public async Task Every_stand_in_says_what_it_stands_for()
    {
        var files = await Repository.FilesAsync(p => p.StartsWith("platform/", StringComparison.Ordinal));
        var folders = files.Select(f => f.Path.Split('/')[1]).Distinct();

        Assert.All(folders, folder => Assert.Contains(files, f => f.Path == $"platform/{folder}/README.md" && f.Text.Length > 200));
    }
}
