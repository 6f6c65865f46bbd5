using Thesis.Hosting.DotNet;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>What a rebuild may leave out.</summary>
public sealed class BuiltReferencesTests : IDisposable
{
    private static readonly DateTime Built = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryDirectory _folder = new();

    public BuiltReferencesTests()
    {
        Write("App/obj/project.assets.json", """{ "libraries": { "Lib/1.0.0": { "type": "project", "msbuildProject": "../Lib/Lib.csproj" }, "Npgsql/10.0.0": { "type": "package" } } }""", Built);
        Write("App/App.cs", "", Built.AddHours(1));
        Write("Lib/Lib.csproj", "", Built.AddHours(-1));
        Write("Lib/Deep/Lib.cs", "", Built.AddHours(-1));
        Write("Lib/obj/Release/net10.0/Lib.dll", "", Built);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_change_of_the_project_itself_leaves_its_references_out() => Assert.True(AreCurrent());

    [Fact]
    public void A_reference_with_a_newer_source_is_built_too()
    {
        Write("Lib/Deep/Lib.cs", "", Built.AddHours(1));

        Assert.False(AreCurrent());
    }

    [Fact]
    public void What_a_build_writes_is_no_source()
    {
        Write("Lib/obj/Lib.AssemblyInfo.cs", "", Built.AddHours(1));

        Assert.True(AreCurrent());
    }

    [Fact]
    public void A_reference_never_built_so_or_a_project_never_restored_is_built_whole()
    {
        Assert.False(BuiltReferences.AreCurrent(Path.Combine(_folder.Path, "App/App.csproj"), "Debug"));
        File.Delete(Path.Combine(_folder.Path, "App/obj/project.assets.json"));
        Assert.False(AreCurrent());
    }

    private bool AreCurrent() => BuiltReferences.AreCurrent(Path.Combine(_folder.Path, "App/App.csproj"), "Release");

    private void Write(string path, string text, DateTime time)
    {
        var full = Path.Combine(_folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? "/");
        File.WriteAllText(full, text);
        File.SetLastWriteTimeUtc(full, time);
    }
}
