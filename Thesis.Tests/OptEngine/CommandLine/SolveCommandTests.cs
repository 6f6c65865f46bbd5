using System.Globalization;
using Thesis.OptEngine.CommandLine;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Tests.Solving;
using Thesis.OptEngine.Verification;

namespace Thesis.OptEngine.Tests.CommandLine;

public sealed class SolveCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thesis-solve-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_solved_into_a_file_and_one_last_line()
    {
        string file = Write(SyntheticProblem.Make(1, donations: 30, ngos: 6)), sol = Path.Combine(_folder.FullName, "out.sol");
        var (code, output, error) = Run(file, "--work", "200", "--threads", "2", "--out", sol);
        Assert.Equal((0, ""), (code, error));
        string last = output.TrimEnd().Split('\n')[^1];
        Assert.Matches(@"^value=[\d.]+ bound=[\d.]+ gap=[\d.]+ cpu_s=[\d.]+ wall_s=[\d.]+ peak_mb=\d+$", last);
        using var stream = File.OpenRead(sol);
        var report = SolutionVerifier.Verify(InstanceFile.Read(file), SolutionFile.Read(stream));
        Assert.True(report.Holds);
        Assert.Equal(report.Value, decimal.Parse(last.Split(' ')[0][6..], CultureInfo.InvariantCulture), 5);
    }

    [Theory]
    [InlineData("--wrok 3", "--wrok: unknown option")]
    [InlineData("--work", "--work: a whole number")]
    [InlineData("--work -3", "--work -3: must be")]
    [InlineData("--seconds much", "--seconds much: must be")]
    [InlineData("--seconds 1 --work 1", "--seconds and --work")]
    [InlineData("--threads 0", "--threads 0: must be")]
    [InlineData("--gap 101", "--gap 101: must be")]
    [InlineData("--solver magic", "--solver magic: must be one of native, cp-sat, scip, highs")]
    [InlineData("--strategy unheard-of", "--strategy unheard-of: is neither built in")]
    [InlineData("other.inst", "other.inst: one file")]
    public void A_wrong_argument_is_named(string arguments, string problem)
    {
        string file = Write(SyntheticProblem.Make(1, donations: 3, ngos: 2));
        var (code, _, error) = Run([file, .. arguments.Split(' ')]);
        Assert.Equal(2, code);
        Assert.StartsWith(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_noticed_before_solving()
    {
        string file = Write(SyntheticProblem.Make(1, donations: 3, ngos: 2));
        var (code, output, error) = Run(file, "--out", Path.Combine(_folder.FullName, "nowhere", "out.sol"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_strategy_restricts_the_file_and_every_answer_is_one_of_the_files_own()
    {
        string file = Write(SyntheticProblem.Make(2, donations: 30, ngos: 6));
        string strategy = Path.Combine(_folder.FullName, "strict.json"), sol = Path.Combine(_folder.FullName, "out.sol");
        File.WriteAllText(strategy, """{"lots": {"minimumKg": 40, "maximumSources": 2}, "limits": {"work": 100}}""");
        Assert.Equal(0, Run(file, "--strategy", strategy, "--out", sol).Code);
        using var stream = File.OpenRead(sol);
        var solution = SolutionFile.Read(stream);
        Assert.NotEmpty(solution.Allocations);
        Assert.All(solution.Allocations, a => Assert.True(a.Grams >= 40_000));
        Assert.All(solution.Allocations.GroupBy(a => a.Ngo), g => Assert.True(g.Count() <= 2));
        Assert.True(SolutionVerifier.Verify(InstanceFile.Read(file), solution).Holds);

        File.WriteAllText(strategy, """{"lots": {"minimumKg": -1}}""");
        Assert.Contains("$.lots.minimumKg", Run(file, "--strategy", strategy).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_wrong_is_an_error_of_its_own()
    {
        Assert.Equal(1, Run(Path.Combine(_folder.FullName, "none.inst")).Code);
        string file = Path.Combine(_folder.FullName, "wrong.inst");
        File.WriteAllText(file, "1 1 1 10\n5 0 0 0\n");
        Assert.Contains("line 2", Run(file).Error, StringComparison.Ordinal);
    }

    private string Write(AllocationProblem problem)
    {
        string file = Path.Combine(_folder.FullName, "problem.inst");
        using var writer = new StreamWriter(file);
        InstanceFile.Write(problem, writer);
        return file;
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = SolveCommand.Run(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
