using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class ParameterTests
{
    [Fact]
    public async Task A_parameter_takes_its_value_from_configuration_before_its_default()
    {
        await using var builder = TestApplication.Create("--Parameters:from_key=1", "--Parameters:constant=2", "--Else:where=3");

        Assert.Equal("1", await ValueAsync(builder.AddParameter("from-key")));
        Assert.Equal("2", await ValueAsync(builder.AddParameter("constant", "default")));
        Assert.Equal("default", await ValueAsync(builder.AddParameter("other", "default")));
        Assert.Equal("3", await ValueAsync(builder.AddParameterFromConfiguration("elsewhere", "Else:where")));
        Assert.Throws<ArgumentException>(() => builder.AddParameter("leak", "x", publishValueAsDefault: true, secret: true));
    }

    [Fact]
    public async Task A_missing_value_is_a_state_and_fails_who_needs_it()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("consumer", "true", ".").WithEnvironment("KEY", builder.AddParameter("api-key", secret: true));

        await using var app = await builder.StartAsync();

        await app.UntilAsync("api-key", KnownResourceStates.ValueMissing);
        Assert.Contains("Parameters__api_key", await app.FaultOfAsync("consumer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_value_is_kept_in_a_file_that_only_its_owner_reads()
    {
        using var state = new TemporaryDirectory();
        static IResourceBuilder<ParameterResource> Add(IDistributedApplicationBuilder builder) =>
            builder.AddParameter("password", new GenerateParameterDefault(), secret: true, persist: true);

        var first = await ValueAsync(Add(TestApplication.CreatePersistent(state.Path)));
        var second = await ValueAsync(Add(TestApplication.CreatePersistent(state.Path)));

        Assert.Equal(first, second);
        var file = Path.Combine(state.Path, "parameters.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        Assert.Equal(first, kept.RootElement.GetProperty("Parameters:password").GetString());
    }

    [Fact]
    public async Task A_value_that_could_be_generated_stands_in_the_run_file_wherever_it_came_from_and_no_other_does()
    {
        using var state = new TemporaryDirectory();
        await using var builder = TestApplication.CreatePersistent(state.Path);
        builder.Configuration["Parameters:password"] = "from the user's secrets";
        builder.Configuration["Parameters:api-key"] = "somebody else's";
        builder.AddParameter("api-key", secret: true);
        builder.AddParameter("password", new GenerateParameterDefault(), secret: true, persist: true);

        await using var app = await builder.StartAsync();

        var file = Path.Combine(state.Path, "run.json");
        await Deadline.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).Contains("\"status\": \"healthy\"", StringComparison.Ordinal), "all is well");
        Assert.Contains("\"value\": \"from the user", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain("somebody else", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_generated_value_has_what_is_asked_and_nothing_that_looks_alike()
    {
        var generate = new GenerateParameterDefault { MinLength = 40, MinSpecial = 5, MinNumeric = 6 };

        for (var i = 0; i < 50; i++)
        {
            var value = generate.GetDefaultValue();
            Assert.Equal(40, value.Length);
            Assert.True(value.Count(c => "-_.{}~()*+!".Contains(c, StringComparison.Ordinal)) >= 5);
            Assert.True(value.Count(char.IsAsciiDigit) >= 6);
            Assert.DoesNotContain(value, c => "iloILO".Contains(c, StringComparison.Ordinal));
        }

        Assert.All(new GenerateParameterDefault { Special = false }.GetDefaultValue(), c => Assert.True(char.IsAsciiLetterOrDigit(c)));
    }

    private static async Task<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) =>
        await parameter.Resource.GetValueAsync(CancellationToken.None);
}
