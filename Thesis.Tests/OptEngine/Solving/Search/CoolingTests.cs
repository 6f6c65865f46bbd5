using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Tests.Solving.Search;

public class CoolingTests
{
    [Fact]
    public void Temperatures_fall_by_equal_factors()
    {
        var cooling = new Cooling(8, 0.5);
        Assert.Equal(8, cooling.At(0), 3);
        Assert.Equal(2, cooling.At(0.5), 3);
        Assert.Equal(0.5, cooling.At(1), 3);
        Assert.Equal(0.5, cooling.At(2), 3);
    }
}
