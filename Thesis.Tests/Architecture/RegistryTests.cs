namespace Thesis.Architecture.Tests;

/// <summary>Where packages come from is for the machine to say, so that a clone restores behind any mirror.</summary>
public sealed class RegistryTests
{
    // In pieces, because this file is searched as well.
    private static readonly string[] _hosts =
    [
        .. from host in new[]
           {
               "registry|npmjs|org", "registry|npmjs|com", "registry|yarnpkg|com", "npm|pkg|github|com", "api|nuget|org",
               "www|nuget|org/api", "nuget|pkg|github|com", "pkgs|dev|azure|com", "pypi|org", "files|pythonhosted|org",
               "deb|debian|org", "crates|io", "proxy|golang|org", "repo1|maven|org", "rubygems|org",
           }
           select host.Replace('|', '.'),
    ];

    [Fact]
    public async Task No_file_names_a_package_registry()
    {
        Assert.Empty(from file in await Repository.FilesAsync()
                     from host in HostsIn(file.Text)
                     select $"{file.Path}: {host}");
    }

    [Fact]
    public async Task No_npm_lockfile_says_where_its_packages_came_from()
    {
        var lockfiles = await Repository.FilesAsync(p => p.EndsWith("package-lock.json", StringComparison.Ordinal));

        Assert.NotEmpty(lockfiles);
        Assert.DoesNotContain(lockfiles, f => f.Text.Contains("\"resolved\": \"http", StringComparison.Ordinal));
    }

    [Fact]
    public void A_registry_is_found_wherever_it_stands() =>
        Assert.Equal([_hosts[0]], HostsIn($"\"resolved\": \"https://{_hosts[0].ToUpperInvariant()}/a/-/a-1.0.0.tgz\""));

    private static IEnumerable<string> HostsIn(string text) =>
        _hosts.Where(host => text.Contains(host, StringComparison.OrdinalIgnoreCase));
}
