using System.Runtime.CompilerServices;

namespace Thesis.Dashboard.Tests;

/// <summary>A test of the dashboard's pages in Debian's Chromium without its windows; skipped where the browser or the built pages are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserTests.Missing;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, once for each set of arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserTests.Missing;
}

internal static class BrowserTests
{
    public const string Chromium = "/usr/bin/chromium-headless-shell";

    /// <summary>The accessibility rules, installed with the pages' own packages.</summary>
    public static string Axe => Path.Combine(Web(), "node_modules/axe-core/axe.min.js");

    /// <summary>What is missing, with the command that brings it; null when the tests can run.</summary>
    public static string? Missing =>
        !File.Exists(Chromium) ? $"{Chromium} is missing: apt-get install chromium-headless-shell"
        : !File.Exists(Path.Combine(Web(), "dist/index.html")) ? "The pages are not built: npm ci && npm run build in platform/Thesis.Dashboard/web"
        : !File.Exists(Axe) ? "axe-core is missing: npm ci in platform/Thesis.Dashboard/web"
        : null;

    private static string Web([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here) ?? "", "../../../platform/Thesis.Dashboard/web"));
}
