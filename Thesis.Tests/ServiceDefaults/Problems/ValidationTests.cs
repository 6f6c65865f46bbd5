namespace Thesis.ServiceDefaults.Tests;

public sealed class ValidationTests
{
    [Fact]
    public void Nothing_wrong_is_no_problem()
    {
        var validation = new Validation();

        Assert.True(validation.Require(true, "quantityKg", "must be more than 0"));
        Assert.True(validation.IsValid);
        Assert.Null(validation.Problem);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_by_field()
    {
        var validation = new Validation();

        Assert.False(validation.Require(false, "quantityKg", "must be more than 0"));
        validation.Add("quantityKg", "must have at most 3 decimals");
        validation.Add("title", "is required");

        var errors = Assert.IsType<Dictionary<string, string[]>>(validation.Problem?.ProblemDetails.Extensions["errors"]);
        Assert.Equal(400, validation.Problem?.StatusCode);
        Assert.Equal(["must be more than 0", "must have at most 3 decimals"], errors["quantityKg"]);
        Assert.Equal(["is required"], errors["title"]);
    }

    [Fact]
    public void Messages_are_bounded_and_what_is_wrong_stays_wrong()
    {
        var validation = new Validation();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.False(validation.Require(false, $"positions[{i}]", "is off the planet"));
        }

        var errors = Assert.IsType<Dictionary<string, string[]>>(validation.Problem?.ProblemDetails.Extensions["errors"]);
        Assert.Equal(Validation.MaxMessages, errors.Count);
    }
}
