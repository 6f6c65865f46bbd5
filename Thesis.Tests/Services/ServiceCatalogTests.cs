namespace Thesis.Services.Tests;

public class ServiceCatalogTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("donors,ALL")]
    public void All_services_run_unless_some_are_chosen(string? selection)
    {
        Assert.True(ServiceCatalog.TrySelect(selection, out var modules, out _));
        Assert.Equal(ServiceCatalog.All, modules);
    }

    [Fact]
    public void Chosen_services_run_whatever_the_spacing_and_case()
    {
        Assert.True(ServiceCatalog.TrySelect(" Donations , donors,", out var modules, out _));
        Assert.Equal(["donors", "donations"], modules.Select(module => module.Name));
    }

    [Theory]
    [InlineData("donation")]
    [InlineData("donors,donation")]
    [InlineData("all,donation")]
    public void An_unknown_name_is_refused_with_the_known_ones(string selection)
    {
        Assert.False(ServiceCatalog.TrySelect(selection, out _, out var refusal));
        Assert.Contains("'donation'", refusal, StringComparison.Ordinal);
        Assert.Contains("regions, donors, ngos, donations", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_of_nothing_is_refused() => Assert.False(ServiceCatalog.TrySelect(",", out _, out _));
}
