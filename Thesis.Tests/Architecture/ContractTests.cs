using Thesis.Tests.Support;

namespace Thesis.Architecture.Tests;

/// <summary>
/// Buf's rules over the contracts. What breaks is judged against <c>buf.baseline.binpb</c>, the contracts as last
/// released: <c>npm run baseline</c> in Thesis.Contracts renews it at a release, never to silence this test.
/// </summary>
public sealed class ContractTests
{
    private static readonly string _contracts = Path.Combine(Repository.Root, "Thesis.Contracts");
    private static readonly Lazy<Task> _installed = new(() => NpmPackages.InstallAsync(_contracts));

    [Fact]
    public async Task Contracts_keep_to_the_lint_rules()
    {
        var (exitCode, output) = await BufAsync(_contracts, "lint");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Contracts_do_not_break_those_that_were_released()
    {
        var (exitCode, output) = await BreakingAsync(_contracts);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_renamed_field_is_found_to_break()
    {
        using var copy = new ContractsCopy();
        copy.Change("common/v1/common.proto", "double latitude = 1;", "double lat = 1;");

        var (exitCode, output) = await BreakingAsync(copy.Path);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("latitude", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_in_the_wrong_case_is_found_by_lint()
    {
        using var copy = new ContractsCopy();
        copy.Change("common/v1/common.proto", "double latitude = 1;", "double latitudeDegrees = 1;");

        var (exitCode, output) = await BufAsync(copy.Path, "lint");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("latitudeDegrees", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> BreakingAsync(string directory) =>
        BufAsync(directory, "breaking", "--against", Path.Combine(_contracts, "buf.baseline.binpb"));

    private static async Task<(int ExitCode, string Output)> BufAsync(string directory, params string[] arguments)
    {
        await _installed.Value;
        var programs = Path.Combine(_contracts, "node_modules", "@bufbuild");
        return await NpmPackages.RunAsync(
            directory, Directory.EnumerateFiles(programs, "buf", SearchOption.AllDirectories).Single(), arguments);
    }

    /// <summary>The contracts in a folder of their own, to be spoilt.</summary>
    private sealed class ContractsCopy : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("thesis-contracts-");

        public ContractsCopy()
        {
            File.Copy(System.IO.Path.Combine(_contracts, "buf.yaml"), System.IO.Path.Combine(Path, "buf.yaml"));
            var protos = System.IO.Path.Combine(_contracts, "Protos");
            foreach (var file in Directory.EnumerateFiles(protos, "*.proto", SearchOption.AllDirectories))
            {
                var target = System.IO.Path.Combine(Path, "Protos", System.IO.Path.GetRelativePath(protos, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target) ?? Path);
                File.Copy(file, target);
            }
        }

        public string Path => _directory.FullName;

        public void Change(string proto, string old, string changed)
        {
            var file = System.IO.Path.Combine(Path, "Protos", proto);
            var text = File.ReadAllText(file);
            Assert.Contains(old, text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace(old, changed, StringComparison.Ordinal));
        }

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
