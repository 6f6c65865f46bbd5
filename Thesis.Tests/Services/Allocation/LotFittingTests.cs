using Thesis.Contracts.Allocation.V1;
using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Tests.Allocation;

public class LotFittingTests
{
    private static readonly HashSet<(long, long)> NoPairs = [];

    [Fact]
    public void What_fits_is_kept_in_whole_grams()
    {
        var (lots, dropped) = LotFitting.Fit([Lot(1, 10, 12.345)], Ngos((10, 20_000, 2)), Foods((1, 20_000, 5_000)), NoPairs);

        var lot = Assert.Single(lots);
        Assert.Equal((1L, 10L, 12_345L, 0), (lot.DonationId, lot.NgoId, lot.Grams, dropped));
    }

    [Fact]
    public void The_best_value_goes_first_when_capacity_does_not_reach_for_all()
    {
        var (lots, dropped) = LotFitting.Fit(
            [Lot(1, 10, 8, valuePerKg: 1), Lot(2, 10, 8, valuePerKg: 2)], Ngos((10, 10_000, 5)), Foods((1, 8_000, 0), (2, 8_000, 0)), NoPairs);

        Assert.Equal(2, Assert.Single(lots).DonationId);
        Assert.Equal(1, dropped);
    }

    [Fact]
    public void Slots_limit_the_number_of_lots()
    {
        var (lots, dropped) = LotFitting.Fit(
            [Lot(1, 10, 5), Lot(2, 10, 5), Lot(3, 10, 5)],
            Ngos((10, 100_000, 2)),
            Foods((1, 5_000, 0), (2, 5_000, 0), (3, 5_000, 0)),
            NoPairs);

        Assert.Equal((2, 1), (lots.Count, dropped));
    }

    [Fact]
    public void A_donation_never_gives_more_than_it_has()
    {
        var (lots, dropped) = LotFitting.Fit(
            [Lot(1, 10, 6), Lot(1, 11, 6)], Ngos((10, 100_000, 5), (11, 100_000, 5)), Foods((1, 10_000, 0)), NoPairs);

        Assert.Equal((1, 1), (lots.Count, dropped));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    [InlineData(4.999)]
    public void Absurd_and_too_small_quantities_are_dropped(double kg)
    {
        var (lots, dropped) = LotFitting.Fit([Lot(1, 10, kg)], Ngos((10, 1_000_000, 5)), Foods((1, 1_000_000, 5_000)), NoPairs);

        Assert.Empty(lots);
        Assert.Equal(1, dropped);
    }

    [Fact]
    public void Unknown_places_excluded_pairs_and_repeated_pairs_are_dropped()
    {
        var (lots, dropped) = LotFitting.Fit(
            [Lot(1, 10, 5), Lot(1, 10, 5), Lot(9, 10, 5), Lot(1, 99, 5), Lot(1, 11, 5)],
            Ngos((10, 100_000, 5), (11, 100_000, 5)),
            Foods((1, 100_000, 0)),
            new HashSet<(long, long)> { (1, 11) });

        Assert.Equal(10, Assert.Single(lots).NgoId);
        Assert.Equal(4, dropped);
    }

    [Theory]
    [InlineData(18_000, 50_000, 3, "donation")]
    [InlineData(50_000, 18_000, 3, "capacity")]
    [InlineData(50_000, 50_000, 3, "plan")]
    [InlineData(18_001, 18_001, 1, "plan")] // A lot may grow by a gram, and needs no other slot for it.
    public void A_lot_says_what_limited_it(long donationGrams, long ngoGrams, int slots, string expected)
    {
        var (lots, _) = LotFitting.Fit([Lot(1, 10, 18)], Ngos((10, ngoGrams, slots)), Foods((1, donationGrams, 5_000)), NoPairs);

        Assert.Equal(expected, Assert.Single(lots).LimitedBy);
    }

    [Fact]
    public void Storage_of_a_class_limits_food_of_that_class_alone()
    {
        var (lots, dropped) = LotFitting.Fit(
            [Lot(1, 10, 20, valuePerKg: 3), Lot(2, 10, 11, valuePerKg: 2), Lot(3, 10, 15)],
            new Dictionary<long, FreeCapacity> { [10] = new(100_000, 5, new Dictionary<string, long> { ["chilled"] = 30_999 }) },
            new Dictionary<long, FreeFood>
            {
                [1] = new(20_500, 5_000, "chilled"),
                [2] = new(20_000, 5_000, "chilled"),
                [3] = new(20_000, 5_000),
            },
            NoPairs);

        Assert.Equal([1L, 3L], lots.Select(lot => lot.DonationId));
        Assert.Equal(1, dropped);
    }

    [Fact]
    public void A_lot_that_fills_the_storage_of_its_class_says_so()
    {
        var (lots, _) = LotFitting.Fit(
            [Lot(1, 10, 30)],
            new Dictionary<long, FreeCapacity> { [10] = new(100_000, 5, new Dictionary<string, long> { ["frozen"] = 30_000 }) },
            new Dictionary<long, FreeFood> { [1] = new(50_000, 5_000, "frozen") },
            NoPairs);

        Assert.Equal("storage_capacity", Assert.Single(lots).LimitedBy);
    }

    private static Contracts.Allocation.V1.Allocation Lot(long donation, long ngo, double kg, double valuePerKg = 1) => new()
    {
        FoodDonationId = donation,
        NgoId = ngo,
        AllocatedQuantity = kg,
        Explanation = new Explanation { ValuePerKg = valuePerKg },
    };

    private static Dictionary<long, FreeCapacity> Ngos(params (long Id, long Grams, int Slots)[] ngos) =>
        ngos.ToDictionary(n => n.Id, n => new FreeCapacity(n.Grams, n.Slots));

    private static Dictionary<long, FreeFood> Foods(params (long Id, long Grams, long SmallestLot)[] foods) =>
        foods.ToDictionary(f => f.Id, f => new FreeFood(f.Grams, f.SmallestLot));
}
